import { Command } from 'commander';
import type { DefineCommand } from './command.js';
export const ask: DefineCommand = (finish) => new Command('ask').action(() => finish(0));
