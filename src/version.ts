/** The version of the package, as in package.json: "0.1.0". */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './lexicon/data.js';

export const version: string = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')).version;
