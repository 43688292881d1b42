import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';

const FIRST_QUERY = `# Once keys or tokens are set up, put {"Authorization": "Bearer <key>"} under Headers below and fetch the schema again (bottom left).

# Which metrics are there, and what do they mean?
query Catalogue {
  metricCatalog(search: "roas") {
    name
    label
    formula
    dimensions
  }
}

# Spend and return by channel over the last 30 days, against the 30 days before.
query Channels {
  metrics(
    query: {
      select: [spend, revenueClaimed, roasClaimed]
      by: [CHANNEL]
      range: { last: 30, unit: DAY }
      compare: PREVIOUS_PERIOD
      orderBy: { metric: spend }
      totals: true
    }
  ) {
    rows {
      dimensions {
        label
      }
      values {
        metric
        value
        changePercent
        lineage
      }
    }
    totals {
      values {
        metric
        value
      }
    }
    warnings {
      code
      message
    }
    asOf
    currency
  }
}

# Runs as they go.
subscription Runs {
  ingestRunUpdated {
    id
    status
    records
    source {
      name
    }
  }
}
`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>brandhub · GraphQL</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/graphiql/graphiql.css">
<link rel="stylesheet" href="/graphiql/page.css">
</head>
<body>
<div id="explorer">Loading…</div>
<script src="/graphiql/react.js"></script>
<script src="/graphiql/react-dom.js"></script>
<script src="/graphiql/graphiql.js"></script>
<script src="/graphiql/start.js"></script>
</body>
</html>
`;

const START = `'use strict';
const socket = location.protocol.replace('http', 'ws') + '//' + location.host + '/graphql';
const fetcher = GraphiQL.createFetcher({ url: '/graphql', subscriptionUrl: socket });
const shared = new URLSearchParams(location.search);
const root = ReactDOM.createRoot(document.getElementById('explorer'));
root.render(
  React.createElement(GraphiQL, {
    fetcher,
    query: shared.get('query') || undefined,
    variables: shared.get('variables') || undefined,
    defaultQuery: ${JSON.stringify(FIRST_QUERY)},
    defaultEditorToolsVisibility: false,
    shouldPersistHeaders: false,
  }),
);
`;

const STYLE = 'html, body, #explorer { height: 100%; margin: 0; }\n';

/** The explorer runs what this server sends and talks to this server, and to nothing else. Its editor sets styles on elements. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Asset {
  type: string;
  body: Buffer;
}

/** Serves the GraphQL explorer's parts below `/graphiql/` from the installed packages; nothing is fetched from elsewhere. */
export async function explorerRoutes(app: FastifyInstance): Promise<void> {
  for (const [name, { type, body }] of Object.entries(assets())) {
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    app.get(`/graphiql/${name}`, { config: { open: true } }, async (request, reply) => {
      reply.header('etag', etag).header('cache-control', 'no-cache');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply.type(type).send(body);
    });
  }
  app.get('/', { config: { open: true } }, async (_request, reply) => reply.redirect('/graphql'));
}

/** Sends the explorer's page. */
export function sendExplorer(reply: FastifyReply): FastifyReply {
  return reply.header('content-security-policy', POLICY).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(PAGE);
}

function assets(): Record<string, Asset> {
  const script = (body: Buffer | string): Asset => ({ type: 'text/javascript; charset=utf-8', body: Buffer.from(body) });
  const style = (body: Buffer | string): Asset => ({ type: 'text/css; charset=utf-8', body: Buffer.from(body) });
  return {
    'graphiql.js': script(installed('graphiql', 'graphiql.min.js')),
    'graphiql.css': style(installed('graphiql', 'graphiql.min.css')),
    'react.js': script(installed('react', 'umd/react.production.min.js')),
    'react-dom.js': script(installed('react-dom', 'umd/react-dom.production.min.js')),
    'start.js': script(START),
    'page.css': style(STYLE),
  };
}

function installed(packageName: string, file: string): Buffer {
  return readFileSync(path.join(path.dirname(require.resolve(`${packageName}/package.json`)), file));
}
