import type { Json } from '../../src/lib/lossless-json';
import type { HttpRequest } from '../connector';

/** The request with further headers. */
export function withHeaders(request: HttpRequest, headers: Readonly<Record<string, string>>): HttpRequest {
  return { ...request, headers: { ...request.headers, ...headers } };
}

/** The request with one more parameter in its address. */
export function withParameter(request: HttpRequest, name: string, value: string): HttpRequest {
  const url = new URL(request.url);
  url.searchParams.set(name, value);
  return { ...request, url: url.toString() };
}

/** The request with one more field in its body: of JSON when the body is JSON, else of a form. */
export function withField(request: HttpRequest, name: string, value: string): HttpRequest {
  const { body } = request;
  if (typeof body === 'object' && body !== null) return { ...request, body: { ...(body as Record<string, Json>), [name]: value } };
  const form = new URLSearchParams(body as string | undefined);
  form.set(name, value);
  return withHeaders({ ...request, body: form.toString() }, { 'content-type': 'application/x-www-form-urlencoded' });
}
