/**
 * What a user's own Cypher may do: read the graph, in one statement, and nothing else.
 *
 *   MATCH (l:Load) RETURN l                      → allowed: Load is a label here
 *   MATCH (n) SET n.name = 'x' RETURN n          → refused: SET writes; a query only reads
 *   LOAD FROM '/etc/passwd' RETURN *             → refused: a query begins with MATCH, …
 *
 * A read-only database is no sandbox (LOAD FROM and COPY … TO run on one), so the words themselves are checked,
 * in this order: tokens, one statement, first word, forbidden words outside strings and names, named procedures.
 * What passes is handed on without its comments, so that the engine sees the words that were checked.
 */

export type Verdict =
  | { readonly allowed: true; readonly cypher: string }
  | { readonly allowed: false; readonly reason: string };

const FIRST_WORDS = ['MATCH', 'OPTIONAL', 'UNWIND', 'WITH', 'RETURN', 'CALL', 'EXPLAIN'];

/** Each word with what it would do, for the reason. */
const FORBIDDEN: ReadonlyMap<string, string> = new Map([
  ...['CREATE', 'MERGE', 'SET', 'DELETE', 'DETACH', 'REMOVE', 'FOREACH', 'INSERT', 'UPDATE'].map(writes),
  ...['DROP', 'ALTER'].map((word): [string, string] => [word, 'changes the schema']),
  ...['LOAD', 'COPY', 'EXPORT', 'IMPORT'].map((word): [string, string] => [word, 'reads or writes files']),
  ...['ATTACH', 'USE'].map((word): [string, string] => [word, 'leaves this graph']),
  ['INSTALL', 'brings code in'],
]);

function writes(word: string): [string, string] {
  return [word, 'writes'];
}

/** Procedures that only describe the graph, of both stores; names are compared in lower case. */
const PROCEDURES: ReadonlySet<string> = new Set([
  'show_tables',
  'table_info',
  'show_connection',
  'db_version',
  'db.labels',
  'db.relationshiptypes',
  'db.propertykeys',
  'db.schema.visualization',
  'db.schema.nodetypeproperties',
  'db.schema.reltypeproperties',
  'db.index.fulltext.querynodes',
  'dbms.components',
]);

const LONGEST = 100_000;

/** @param cypher  as the user wrote it */
export function checkCypher(cypher: string): Verdict {
  const read = tokenize(cypher);
  if (typeof read === 'string') return refused(read);
  const tokens = withoutLastSemicolon(read);
  const reason =
    severalStatements(tokens) ?? wrongFirstWord(tokens) ?? forbiddenWord(tokens) ?? unknownProcedure(tokens);
  if (reason !== null) return refused(reason);
  return { allowed: true, cypher: printed(tokens) };
}

const refused = (reason: string): Verdict => ({ allowed: false, reason });

// ---------- tokens ----------

interface Token {
  /** word: MATCH, n, 县; quoted: `a name`; number; text: 'a string'; sign: one other character. */
  readonly kind: 'word' | 'quoted' | 'number' | 'text' | 'sign';
  readonly text: string;
  /** White space or a comment stands before it. */
  readonly apart: boolean;
}

const TOKEN = new RegExp(
  [
    String.raw`(?<space>\s+|//[^\n\r]*|/\*[\s\S]*?\*/)`,
    String.raw`(?<text>'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*")`,
    '(?<quoted>`(?:[^`]|``)*`)',
    // 1SET is a number and a word to a lexer.
    String.raw`(?<number>0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[\p{L}\p{Nl}\p{Pc}][\p{L}\p{M}\p{N}\p{Pc}]*)`,
    String.raw`(?<sign>[\s\S])`,
  ].join('|'),
  'uy',
);

/** @returns the tokens, or the reason why there are none */
function tokenize(cypher: string): Token[] | string {
  if (cypher.length > LONGEST) return `it is longer than ${LONGEST} characters`;
  // Neo4j decodes \u0027 before it looks for quotes: what reads as a string here may end earlier there.
  if (/\\u/iu.test(cypher)) return 'it holds a \\u escape; write the character itself';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a query with control characters is what this looks for.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0085\u2028\u2029]/u.test(cypher))
    return 'it holds a control character';
  const tokens: Token[] = [];
  let apart = false;
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(cypher); found !== null; found = TOKEN.exec(cypher)) {
    const groups = found.groups!;
    if (groups.space !== undefined) {
      apart = true;
      continue;
    }
    const [kind, text] = Object.entries(groups).find(([, value]) => value !== undefined) as [Token['kind'], string];
    if (kind === 'sign' && ["'", '"', '`'].includes(text)) return `a ${text} is not closed`;
    if (kind === 'sign' && text === '/' && cypher[found.index + 1] === '*') return 'a comment is not closed';
    tokens.push({ kind, text, apart });
    apart = false;
  }
  if (tokens.length === 0) return 'it is empty';
  return tokens;
}

const printed = (tokens: readonly Token[]): string =>
  tokens.map(({ text, apart }, i) => (apart && i > 0 ? ` ${text}` : text)).join('');

// ---------- the rules ----------

function withoutLastSemicolon(tokens: readonly Token[]): readonly Token[] {
  return isSign(tokens.at(-1), ';') ? tokens.slice(0, -1) : tokens;
}

function severalStatements(tokens: readonly Token[]): string | null {
  return tokens.some((token) => isSign(token, ';')) ? 'it holds more than one statement' : null;
}

function wrongFirstWord(tokens: readonly Token[]): string | null {
  const explained = wordOf(tokens[0]) === 'EXPLAIN' ? tokens.slice(1) : tokens;
  const word = wordOf(explained[0]);
  if (word !== null && word !== 'EXPLAIN' && FIRST_WORDS.includes(word)) return null;
  return `a query begins with ${FIRST_WORDS.slice(0, -1).join(', ')} or EXPLAIN, not with ${explained[0]?.text ?? 'nothing'}`;
}

function forbiddenWord(tokens: readonly Token[]): string | null {
  for (const [i, token] of tokens.entries()) {
    const word = wordOf(token);
    const does = word === null ? undefined : FORBIDDEN.get(word);
    if (does === undefined || isName(tokens, i)) continue;
    return `${word} ${does}; a query only reads (a name is written \`${token.text}\`)`;
  }
  return null;
}

/** (l:Load), n.set, $update, AS load, {set: 1}, (load:Load): a word where no clause can begin. */
function isName(tokens: readonly Token[], i: number): boolean {
  const [before, next] = [tokens[i - 1], tokens[i + 1]];
  // No clause goes on with a point: load.runId asks a property of a variable.
  if (isSign(next, '.')) return true;
  if (before === undefined) return false;
  if (isSign(before, '.')) return tokens[i - 2] !== undefined && endsOperand(tokens[i - 2]!);
  if ([':', '|', '&', '!', '$'].some((sign) => isSign(before, sign))) return true;
  if (wordOf(before) === 'AS') return true;
  const opens = ['(', '[', '{', ','].some((sign) => isSign(before, sign));
  return opens && [':', ')', ']', ','].some((sign) => isSign(next, sign));
}

/** What a property can be asked of: n.set, `a b`.set, nodes(p)[0].set; not 1.set, not ..set. */
const endsOperand = (token: Token): boolean =>
  token.kind === 'word' || token.kind === 'quoted' || isSign(token, ')') || isSign(token, ']') || isSign(token, '}');

function unknownProcedure(tokens: readonly Token[]): string | null {
  for (const [i, token] of tokens.entries()) {
    if (wordOf(token) !== 'CALL' || isName(tokens, i)) continue;
    // CALL { … } and CALL (n) { … } are parts of the query; their words have been checked.
    if (isSign(tokens[i + 1], '{') || isSign(tokens[i + 1], '(')) continue;
    const name = dottedName(tokens, i + 1);
    if (!PROCEDURES.has(name.toLowerCase())) {
      return `CALL ${name === '' ? '…' : name} is not allowed; allowed are ${[...PROCEDURES].slice(0, 3).join(', ')}, db.labels and their like`;
    }
  }
  return null;
}

function dottedName(tokens: readonly Token[], from: number): string {
  let name = '';
  for (let i = from; ; i += 2) {
    const token = tokens[i];
    if (token?.kind === 'word') name += token.text;
    else if (token?.kind === 'quoted') name += token.text.slice(1, -1).replaceAll('``', '`');
    else return `${name}${token?.text ?? ''}`;
    if (!isSign(tokens[i + 1], '.')) return endOfName(tokens, i + 1, name);
    name += '.';
  }
}

/** CALL threads = 4 sets an option: after a procedure's name comes a bracket, YIELD or the end. */
function endOfName(tokens: readonly Token[], at: number, name: string): string {
  const next = tokens[at];
  if (next === undefined || isSign(next, '(') || wordOf(next) === 'YIELD') return name;
  return `${name} ${next.text}`;
}

const isSign = (token: Token | undefined, sign: string): boolean => token?.kind === 'sign' && token.text === sign;
const wordOf = (token: Token | undefined): string | null => (token?.kind === 'word' ? token.text.toUpperCase() : null);
