-- For /metrics, which asks every few seconds: what is not settled, and what was settled lately, without reading what was settled long ago.
create index delivery_open on distribution.delivery (state, centre) where state not in ('delivered', 'withdrawn', 'stopped');
create index delivery_settled on distribution.delivery (at) where state in ('delivered', 'withdrawn', 'stopped');
