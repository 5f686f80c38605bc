/**
 * What stops a command: a missing file, a store that is down, a gold file that is malformed.
 * The message is one line for the user, "file: what is wrong; what to do":
 * "data/graph: cannot be written (EACCES); give a folder you may write with --graph".
 */
export class Failure extends Error {
  override readonly name: string = 'Failure';
}
