import { Attribute, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** One e-mail sending and what came of it so far, on the day it was sent. */
@Fact({ table: 'email_send', grain: 'one e-mail sending' })
export class EmailSend {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') send!: string;
  @Attribute('text') subject?: string | null;
  @Attribute('text') audience?: string | null;
  @Attribute('text') currency?: string | null;
  @Measure('count') sent?: Count | null;
  @Measure('count') bounced?: Count | null;
  /** Recipients who opened, machine opens left out where the sender can tell. */
  @Measure('count') opens?: Count | null;
  @Measure('count') clicks?: Count | null;
  @Measure('count') unsubscribed?: Count | null;
  @Measure('count') complaints?: Count | null;
  @Measure('count') orders?: Count | null;
  @Measure('money') revenue?: Micros | null;
}
