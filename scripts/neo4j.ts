/**
 * start | stop | status | admin … → a Neo4j server for this project on a machine without Docker, from Maven Central with
 * a JDK 17.
 *
 *   node dist/scripts/neo4j.js start
 *   → bolt://127.0.0.1:7687  NEO4J_USERNAME=neo4j NEO4J_PASSWORD=zhimai-graph
 *
 * Everything lies in .neo4j/ (git-ignored): pom.xml, lib (some 220 jars, 120 MB), home (data, logs, conf).
 * Each command may be given twice. NEO4J_PASSWORD, NEO4J_BOLT_PORT and NEO4J_HTTP_PORT change what the names say,
 * ZHIMAI_NEO4J_HOME puts the home of a second server elsewhere. `admin` is neo4j-admin on that home, in the folder where
 * it is called: admin database import full neo4j @import.args
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { projectRoot } from '../src/lexicon/data.js';

const VERSION = '5.26.25';
const PASSWORD = process.env.NEO4J_PASSWORD ?? 'zhimai-graph';
const BOLT = Number(process.env.NEO4J_BOLT_PORT ?? 7687);
const HTTP = Number(process.env.NEO4J_HTTP_PORT ?? 7474);
const START_LIMIT_MS = 90_000;

const folder = path.join(projectRoot, '.neo4j');
const lib = path.join(folder, 'lib');
const home = process.env.ZHIMAI_NEO4J_HOME ?? path.join(folder, 'home');
const pidFile = path.join(home, 'run', 'neo4j.pid');
const log = path.join(home, 'logs', 'neo4j.log');

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>zhimai</groupId><artifactId>neo4j-server-for-tests</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>${VERSION}</version></dependency>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>${VERSION}</version></dependency>
  </dependencies>
</project>
`;

const CONF = `server.bolt.listen_address=127.0.0.1:${BOLT}
server.http.listen_address=127.0.0.1:${HTTP}
server.https.enabled=false
server.memory.heap.max_size=1g
server.memory.pagecache.size=256m
db.tx_log.rotation.retention_policy=1 files
dbms.usage_report.enabled=false
`;

/** The server reads java.nio and java.lang by reflection. */
const JAVA_OPENS = ['java.nio', 'java.io', 'sun.nio.ch', 'java.lang'].map(
  (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
);

function needs(program: string, argument: string, what: string): void {
  if (spawnSync(program, [argument]).status !== 0) throw new Error(`${program} not found; install ${what}`);
}

function fetchJars(): void {
  if (existsSync(lib) && readdirSync(lib).some((name) => name === `neo4j-server-${VERSION}.jar`)) return;
  needs('mvn', '-v', 'Maven (apt install maven)');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'pom.xml'), POM);
  const args = ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'];
  const fetched = spawnSync('mvn', args, { cwd: folder, encoding: 'utf8' });
  if (fetched.status !== 0) throw new Error(`mvn ${args.join(' ')} failed: ${fetched.stdout}${fetched.stderr}`);
}

function prepareHome(): void {
  for (const name of ['conf', 'data', 'logs', 'plugins', 'import', 'run', 'licenses']) {
    mkdirSync(path.join(home, name), { recursive: true });
  }
  writeFileSync(path.join(home, 'conf', 'neo4j.conf'), CONF);
  // The first password can be set only before the server has run once.
  if (existsSync(path.join(home, 'data', 'databases'))) return;
  const args = ['-cp', path.join(lib, '*'), 'org.neo4j.cli.AdminTool', 'dbms', 'set-initial-password', PASSWORD];
  const set = spawnSync('java', args, { env: environment(), encoding: 'utf8' });
  if (set.status !== 0) throw new Error(`the first password cannot be set: ${set.stdout}${set.stderr}`);
}

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  NEO4J_HOME: home,
  NEO4J_CONF: path.join(home, 'conf'),
});

/** The pid of our running server, else null. */
function running(): number | null {
  if (!existsSync(pidFile)) return null;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  try {
    process.kill(pid, 0);
    return pid;
  } catch {
    return null;
  }
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function start(): Promise<void> {
  if (running() !== null) return say(`runs already: ${address()}`);
  if (await listens(BOLT)) throw new Error(`port ${BOLT} is taken by another program; set NEO4J_BOLT_PORT`);
  needs('java', '-version', 'a JDK 17 (apt install openjdk-17-jre-headless)');
  fetchJars();
  prepareHome();
  rmSync(log, { force: true });
  const out = openSync(path.join(home, 'logs', 'console.log'), 'w');
  const main = [
    'org.neo4j.server.CommunityEntryPoint',
    `--home-dir=${home}`,
    `--config-dir=${path.join(home, 'conf')}`,
  ];
  const server = spawn('java', [...JAVA_OPENS, '-cp', path.join(lib, '*'), ...main], {
    env: environment(),
    detached: true,
    stdio: ['ignore', out, out],
  });
  server.unref();
  writeFileSync(pidFile, String(server.pid));
  for (const end = Date.now() + START_LIMIT_MS; Date.now() < end; await pause(100)) {
    if (existsSync(log) && readFileSync(log, 'utf8').includes('Started.')) return say(address());
    if (running() === null) break;
  }
  throw new Error(`the server did not start; see ${log}`);
}

/** The server must not run: neo4j-admin works on its files. */
function admin(args: readonly string[]): void {
  if (running() !== null) throw new Error('stop the server first');
  needs('java', '-version', 'a JDK 17 (apt install openjdk-17-jre-headless)');
  fetchJars();
  prepareHome();
  const tool = ['-cp', path.join(lib, '*'), 'org.neo4j.cli.AdminTool', ...args];
  const { status } = spawnSync('java', tool, { env: environment(), stdio: 'inherit' });
  if (status !== 0) throw new Error(`neo4j-admin ended with ${status}`);
}

async function stop(): Promise<void> {
  const pid = running();
  if (pid === null) return say('not running');
  process.kill(pid, 'SIGTERM');
  for (let i = 0; i < 300 && running() !== null; i++) await pause(100);
  if (running() !== null) throw new Error(`pid ${pid} does not stop`);
  rmSync(pidFile, { force: true });
  say('stopped');
}

const address = (): string => `bolt://127.0.0.1:${BOLT}  NEO4J_USERNAME=neo4j NEO4J_PASSWORD=${PASSWORD}`;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(command?: string, ...rest: string[]): Promise<void> {
  if (command === 'start') return start();
  if (command === 'stop') return stop();
  if (command === 'admin') return admin(rest);
  if (command === 'status') return say(running() === null ? 'not running' : address());
  throw new Error('give start, stop, status or admin');
}

main(...process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`neo4j: ${error.message}\n`);
  process.exitCode = 2;
});
