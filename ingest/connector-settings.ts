import { z } from 'zod';
import type { AnyConnector } from './load-connectors';

/** A setting that a connector takes. */
export interface ConnectorSetting {
  readonly name: string;
  /** Whether a source cannot do without it. */
  readonly required: boolean;
  /** `text`, `number`, `list`, … as JSON Schema has it; null when it may be of several kinds. */
  readonly kind: string | null;
}

const KINDS: Record<string, string> = { string: 'text', integer: 'number', array: 'list', object: 'object', boolean: 'true or false' };

/** The settings that a connector takes, those that it cannot do without first. */
export function settingsOf(connector: AnyConnector): ConnectorSetting[] {
  const schema = z.toJSONSchema(connector.config, { io: 'input', unrepresentable: 'any' });
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {})
    .map(([name, property]) => {
      const type = typeof property === 'object' && typeof property.type === 'string' ? property.type : null;
      return { name, required: required.has(name), kind: type && (KINDS[type] ?? type) };
    })
    .sort((a, b) => Number(b.required) - Number(a.required));
}
