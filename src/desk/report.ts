/**
 * A checked draft as one HTML file: no script, no other file, nothing fetched; it prints in black on white.
 * Every text of the draft and of the issues goes through `escaped`: a title <img src=x onerror=alert(1)> is a title.
 */
import type { Against, DraftCheck, Finding, Verdict } from './check.js';
import { isContradiction, VERDICTS } from './check.js';
import { LABELS, VERDICT_LABELS } from './outcomes.js';
import { type Place, sourceOf } from './printed.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for attributes in quotation marks. */
export const escaped = (text: string): string => text.replace(/[&<>"']/gu, (character) => ENTITIES[character]!);

const STYLE = `
body { font: 16px/1.7 "Noto Serif CJK SC", "Songti SC", SimSun, serif; color: #1a1a1a; max-width: 46em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.4em; margin-bottom: .2em; } h2 { font-size: 1.1em; border-bottom: 1px solid #999; margin-top: 2em; }
.said { color: #555; font-size: .9em; } .count { margin-right: 1.2em; white-space: nowrap; }
.finding { margin: 1em 0; padding: .2em 0 .2em .8em; border-left: 4px solid #999; break-inside: avoid; }
.alarm { border-color: #b3261e; } .finding h3 { font-size: 1em; margin: 0; } .finding p { margin: .2em 0; }
.label { font-weight: bold; } .alarm .label { color: #b3261e; } .where { color: #555; font-size: .85em; }
.against { margin-left: 1em; } mark { background: #ffe9a8; color: inherit; } .draft mark.alarm { background: #ffc9c4; }
.draft p { text-indent: 2em; margin: .4em 0; } a { color: inherit; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } mark { background: none; text-decoration: underline; } a { text-decoration: none; } }
`;

export function htmlReport(check: DraftCheck): string {
  const { findings, issue } = check;
  const numbered = findings.map((finding, i) => ({ finding, anchor: `n${i + 1}` }));
  const title = `核对：${issue.file}`;
  const counts = VERDICTS.map((verdict) => ({ verdict, many: countOf(findings, verdict) })).filter(
    ({ many }) => many > 0,
  );
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p class="said">${escaped(dateLine(check))}</p>
<p>${counts.map(({ verdict, many }) => `<span class="count">${VERDICT_LABELS[verdict]} ${many}</span>`).join('')}</p>
${VERDICTS.map((verdict) => section(verdict, numbered)).join('')}<h2>草稿</h2>
<div class="draft">
${draftText(check, numbered)}
</div>
</body>
</html>
`;
}

/** 今年 按 2026-03-12 计 (最新一期的日期) */
export function dateLine({ date, dateIs }: DraftCheck): string {
  if (date === null) return '没有日期：“今年”“去年”不能推算，请用 --date 给出';
  return `“今年”“去年”按 ${date} 推算${dateIs === 'printed' ? '（草稿上印的日期）' : dateIs === 'given' ? '' : '（图谱中最新一期的日期，可用 --date 另定）'}`;
}

interface Numbered {
  readonly finding: Finding;
  readonly anchor: string;
}

const countOf = (findings: readonly Finding[], verdict: Verdict): number =>
  findings.filter((finding) => finding.verdict === verdict).length;

function section(verdict: Verdict, numbered: readonly Numbered[]): string {
  const own = numbered.filter(({ finding }) => finding.verdict === verdict);
  if (own.length === 0) return '';
  return `<h2>${VERDICT_LABELS[verdict]}（${own.length}）</h2>\n${own.map(findingBlock).join('')}`;
}

function findingBlock({ finding, anchor }: Numbered): string {
  const about = [finding.subject, finding.metric, finding.period ?? ''].filter((part) => part !== '').join(' · ');
  const reason = finding.reason === '' ? '' : `<p>${escaped(finding.reason)}</p>\n`;
  return `<div class="finding${isContradiction(finding.verdict) ? ' alarm' : ''}" id="${anchor}">
<h3><span class="label">${VERDICT_LABELS[finding.verdict]}</span> ${escaped(about)}</h3>
<p>草稿：${marked(finding.draft)} <span class="where"><a href="#t${anchor}">第${finding.draft.startOffset + 1}–${finding.draft.endOffset}字</a></span></p>
${reason}${finding.against.slice(0, SHOWN).map(againstBlock).join('')}${rest(finding)}</div>
`;
}

const SHOWN = 6;
const rest = ({ against }: Finding): string =>
  against.length > SHOWN ? `<p class="against where">另有 ${against.length - SHOWN} 处</p>\n` : '';

function againstBlock({ outcome, place, reason }: Against): string {
  const label = outcome === 'name' || outcome === 'parent' ? '' : `<span class="label">${LABELS[outcome]}</span> `;
  const why = reason === '' ? '' : `（${escaped(reason)}）`;
  return `<p class="against">${label}${marked(place)}${why} <span class="where">${escaped(sourceOf(place))}</span></p>\n`;
}

const marked = ({ before, quote, after }: Place): string =>
  `${escaped(before.trimStart())}<mark>${escaped(quote)}</mark>${escaped(after.trimEnd())}`;

// ---------- the draft itself ----------

/** The text with each finding marked and linked; of two that overlap the first stays. */
function draftText({ extractions }: DraftCheck, numbered: readonly Numbered[]): string {
  return extractions
    .map(({ article }) => {
      const characters = [...article.text];
      const spots = numbered
        .filter(({ finding }) => finding.draft.articleId === article.id)
        .sort((a, b) => a.finding.draft.startOffset - b.finding.draft.startOffset);
      let html = '';
      let at = 0;
      for (const { finding, anchor } of spots) {
        const { startOffset, endOffset } = finding.draft;
        if (startOffset < at) continue;
        const alarm = isContradiction(finding.verdict) ? ' class="alarm"' : '';
        html += escaped(characters.slice(at, startOffset).join(''));
        html += `<a href="#${anchor}" id="t${anchor}"><mark${alarm}>${escaped(characters.slice(startOffset, endOffset).join(''))}</mark></a>`;
        at = endOffset;
      }
      html += escaped(characters.slice(at).join(''));
      const head = article.title === '' ? '' : `<h3>${escaped(article.title)}</h3>\n`;
      return `${head}<p>${html.replaceAll('\n', '</p>\n<p>')}</p>`;
    })
    .join('\n');
}
