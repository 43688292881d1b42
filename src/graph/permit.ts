import { Authorized, Extensions } from 'type-graphql';
import type { Role } from '../../entities/tenancy/ApiKey';

/** Lets a role, and those above it, use a root field. Every root field needs this or {@link Public}: the schema is not built without. */
export function Permit(role: Role): MethodDecorator {
  const authorize = Authorized(role) as MethodDecorator;
  const note = Extensions({ permit: role }) as MethodDecorator;
  return (target, property, descriptor) => {
    authorize(target, property, descriptor);
    note(target, property, descriptor);
  };
}

/** Lets every caller use a root field, whatever its role. */
export function Public(): MethodDecorator {
  return Extensions({ permit: 'public' }) as MethodDecorator;
}
