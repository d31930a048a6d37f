-- Whose a namespace is does not depend on how it is written.
CREATE INDEX public_entry_namespace ON public_entry (lower(namespace));
