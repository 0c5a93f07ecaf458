-- A technical revision that came after the first signature: signatures name `hash`, what goes out is `revised`.
alter table editing.product add column revised text;
