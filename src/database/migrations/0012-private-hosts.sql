-- Hosts that a source may ask although their addresses are not public, as `host` or `host:port`: what an operator has named, and nobody else.
ALTER TABLE hub.source ADD COLUMN private_hosts text[] NOT NULL DEFAULT '{}';
