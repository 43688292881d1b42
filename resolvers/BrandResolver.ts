import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Brand } from '../entities/brand/Brand';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';

/** The brands that the workspace owns or tracks. */
@Resolver(() => Brand)
export class BrandResolver {
  @Permit('viewer')
  @Query(() => [Brand], { description: 'The brands that the workspace owns or tracks, its own first.' })
  brands(@Ctx() context: GraphContext): Promise<Brand[]> {
    const { workspaceId } = context.caller;
    return context.read((session) => session.manager.find(Brand, { where: { workspaceId }, order: { own: 'DESC', key: 'ASC' } }));
  }

  @Permit('viewer')
  @Query(() => Brand, { nullable: true, description: 'One brand by its key; null when the workspace has none of that key.' })
  brand(@Arg('key', () => String) key: string, @Ctx() context: GraphContext): Promise<Brand | null> {
    const { workspaceId } = context.caller;
    return context.read((session) => session.manager.findOne(Brand, { where: { workspaceId, key } }));
  }
}
