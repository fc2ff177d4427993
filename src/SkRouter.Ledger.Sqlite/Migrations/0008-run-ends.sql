-- When the last round trip of a run was over; null in runs from before, which then end with the beginning of their last.
ALTER TABLE runs ADD COLUMN ended_at INTEGER;

-- Runs of several round trips, which lists of runs show: single calls are by far the most.
CREATE INDEX runs_of_several ON runs (started_at, cost_usd, cost_nano) WHERE round_trips > 1;
