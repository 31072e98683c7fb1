-- The application writes metadata, spec and deleting; the operator writes status and claimed, and removes rows.
CREATE TABLE tenants (
  namespace  text    NOT NULL,
  name       text    NOT NULL,
  metadata   jsonb   NOT NULL DEFAULT '{}',  -- labels and annotations
  spec       jsonb   NOT NULL,               -- as the custom resource has it, like the status
  status     jsonb,
  generation bigint  NOT NULL DEFAULT 1,     -- which spec this is; status.observedGeneration is the one that is done
  version    bigint  NOT NULL DEFAULT 0,     -- another one with each write by the application; no two rows ever have the same
  deleting   boolean NOT NULL DEFAULT false,
  claimed    boolean NOT NULL DEFAULT false, -- something of it may be in the cluster
  PRIMARY KEY (namespace, name)
);

CREATE SEQUENCE tenant_versions OWNED BY tenants.version;

-- However a row is written, by hand too: it gets its version, and the operator is told once that is committed.
CREATE FUNCTION tenant_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := nextval('tenant_versions');
  IF TG_OP = 'UPDATE' THEN
    NEW.generation := OLD.generation + (NEW.spec IS DISTINCT FROM OLD.spec)::int;
    NEW.deleting := OLD.deleting OR NEW.deleting;
  END IF;
  PERFORM pg_notify('tenants', NEW.namespace || '/' || NEW.name);
  RETURN NEW;
END $$;

CREATE TRIGGER tenant_written BEFORE INSERT OR UPDATE OF metadata, spec, deleting ON tenants
  FOR EACH ROW EXECUTE FUNCTION tenant_written();

CREATE FUNCTION tenant_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'tenant %/% is in the cluster: set deleting, and its row goes once nothing is left there', OLD.namespace, OLD.name;
END $$;

CREATE TRIGGER tenant_kept BEFORE DELETE ON tenants
  FOR EACH ROW WHEN (OLD.claimed) EXECUTE FUNCTION tenant_kept();
