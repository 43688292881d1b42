import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { alertLanguage, setAlertLanguage } from '../src/alerts/alert-language';
import { alertRules, type AlertRule as StoredRule, setAlertRule } from '../src/alerts/alert-rules';
import type { AlertKind } from '../src/alerts/condition';
import { destinations, queueTest, removeDestination, retryDead, setDestination } from '../src/alerts/destinations';
import { deliveryOf } from '../src/alerts/stored-alerts';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { BadQuestion } from '../src/metrics/BadQuestion';
import type { Asker } from '../src/metrics/question';
import { AlertDelivery, AlertKindEnum } from './alerts/Alert';
import { AlertDestination, AlertDestinationInput, AlertRule } from './alerts/AlertDestination';
import { LocaleEnum } from './metrics/enums';

/** Where alerts are told, in which language, and what they are raised for. */
@Resolver()
export class AlertDestinationResolver {
  @Permit('viewer')
  @Query(() => [AlertDestination], { description: 'Where alerts are told, by key.' })
  async alertDestinations(@Ctx() context: GraphContext): Promise<AlertDestination[]> {
    return context.read(destinations);
  }

  @Permit('viewer')
  @Query(() => [AlertRule], { description: 'What alerts are raised for, kind by kind.' })
  async alertRules(@Ctx() context: GraphContext): Promise<AlertRule[]> {
    return (await context.read(alertRules)).map(ruleOf);
  }

  @Permit('viewer')
  @Query(() => LocaleEnum, { description: 'The language in which the workspace is told.' })
  alertLanguage(@Ctx() context: GraphContext): Promise<Asker['locale']> {
    return context.read(alertLanguage);
  }

  @Permit('admin')
  @Mutation(() => AlertDestination, { description: 'Makes a destination of alerts, or changes one.' })
  async setAlertDestination(
    @Arg('destination', () => AlertDestinationInput) { key, ...given }: AlertDestinationInput,
    @Ctx() context: GraphContext,
  ): Promise<AlertDestination> {
    const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));
    const all = await context.write(async (session) => {
      await setDestination(session, context.secretKey, key, change);
      return destinations(session);
    });
    return all.find((each) => each.key === key)!;
  }

  @Permit('admin')
  @Mutation(() => Boolean, { description: 'Takes a destination away, with what waits for it; false when there is none.' })
  removeAlertDestination(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<boolean> {
    return context.write((session) => removeDestination(session, key));
  }

  @Permit('admin')
  @Mutation(() => AlertDelivery, {
    description: 'Sends a test: the worker does within seconds, and alertDestinations tells what came of it.',
  })
  testAlertDestination(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<AlertDelivery> {
    return context.write(async (session) => (await deliveryOf(session, await queueTest(session, key, context.now())))!);
  }

  @Permit('admin')
  @Mutation(() => Number, { description: 'Tries anew what was given up of a destination; returns how many deliveries.' })
  retryAlertDeliveries(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<number> {
    return context.write((session) => retryDead(session, key, context.now()));
  }

  @Permit('plan_owner')
  @Mutation(() => AlertRule, { description: 'Sets what a kind of alert is raised for; settings that are left out are as shipped.' })
  async setAlertRule(
    @Arg('kind', () => AlertKindEnum) kind: AlertKind,
    @Arg('enabled', () => Boolean, { defaultValue: true }) enabled: boolean,
    @Arg('settings', () => String, { defaultValue: '{}', description: 'A JSON object.' }) settings: string,
    @Ctx() context: GraphContext,
  ): Promise<AlertRule> {
    const change = { enabled, settings: objectOf(settings), setBy: context.caller.name };
    return ruleOf(await context.write((session) => setAlertRule(session, kind, change)));
  }

  @Permit('admin')
  @Mutation(() => LocaleEnum, { description: 'Sets the language in which the workspace is told.' })
  setAlertLanguage(@Arg('locale', () => LocaleEnum) locale: Asker['locale'], @Ctx() context: GraphContext): Promise<Asker['locale']> {
    return context.write((session) => setAlertLanguage(session, locale));
  }
}

function ruleOf({ settings, ...rule }: StoredRule): AlertRule {
  return { ...rule, settings: JSON.stringify(settings) };
}

function objectOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadQuestion('settings', text.slice(0, 200), 'a JSON object');
  }
}
