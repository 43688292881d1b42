import 'reflect-metadata';
import path from 'node:path';
import { Thread } from '../../src/lib/thread';

// Set up for every test file: threads run the sources, translated as the tests are.
Thread.execArgv.push('--require', path.join(__dirname, 'run-typescript.ts'));
