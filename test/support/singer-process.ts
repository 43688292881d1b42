import 'reflect-metadata';
import { ingestSingerCommand } from '../../src/cli/ingest-singer';

/** A program: `brandhub ingest singer` with its arguments, without the other commands. */
void ingestSingerCommand().parseAsync(process.argv.slice(2), { from: 'user' });
