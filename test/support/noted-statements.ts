import { TextQuery } from '../../src/database/text-query';

/** The names of statements of which the rows are taken as texts, as they are sent from now on; whoever reads them may empty the list. */
export function notedStatements(): (string | undefined)[] {
  const sent: (string | undefined)[] = [];
  const { submit } = TextQuery.prototype;
  jest.spyOn(TextQuery.prototype, 'submit').mockImplementation(function (this: TextQuery, connection) {
    sent.push(this.name);
    return submit.call(this, connection);
  });
  return sent;
}
