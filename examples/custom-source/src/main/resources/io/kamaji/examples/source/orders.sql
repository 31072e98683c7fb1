-- The application's business.
CREATE TABLE orders (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer  text NOT NULL CHECK (customer <> ''),
  namespace text NOT NULL,
  tenant    text NOT NULL,
  cancelled boolean NOT NULL DEFAULT false
);
