-- What the platform knows of a cluster besides its tenant, which is a row of table tenants: the form, and who filled it in.
CREATE TABLE clusters (
  namespace  text        NOT NULL,
  name       text        NOT NULL,
  wish       jsonb       NOT NULL,
  created_by text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (namespace, name),
  FOREIGN KEY (namespace, name) REFERENCES tenants ON DELETE CASCADE
);

-- Who did what. It is added to, and nothing else.
CREATE TABLE audit (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at      timestamptz NOT NULL DEFAULT now(),
  who     text NOT NULL,
  team    text NOT NULL,
  cluster text NOT NULL,
  action  text NOT NULL,
  detail  text NOT NULL DEFAULT ''
);

CREATE FUNCTION audit_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is in the audit log stays as it is';
END $$;

CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_kept();
