-- What is due, one view for each kind of row and all that have a day together, read by the glance and by the Today screen
-- alike. due_on is the local date it comes up, due_at a UTC instant or null, hard_on the last day before it is late,
-- soft_on the day it is best done by (of a give-notice day: the day of its next reminder), weight the static part of
-- urgency, person_id whom it is about, reason why it is due then, action_kind what an action came from, of a wait its
-- channel. Nobody but us waits for a check-in or a nudge: put off, it is not late before the day it was put off to, and
-- with the deal it ends.
CREATE VIEW debrief_due AS
SELECT 'debrief' AS kind, uid, deal_id, coalesce(later_until, due_on) AS due_on, due_at, due_on AS hard_on,
       NULL AS soft_on, weight, '' AS who, kind AS text, state, NULL AS person_id, due_reason AS reason,
       '' AS action_kind
  FROM debrief WHERE state IN ('planned', 'running') AND archived_at IS NULL;
-- A review with a window comes up when that is over, whatever its own day: ours the day after, for silence is a yes;
-- theirs on its last day, for our silence would be one too. Its soft_on is the last day of the window.
CREATE VIEW action_due AS
SELECT CASE kind WHEN 'playbook' THEN 'change' ELSE 'action' END AS kind, uid, deal_id,
       coalesce(later_until, CASE state WHEN 'review' THEN date(review_until, CASE side WHEN 'them' THEN '+0 days' ELSE '+1 day' END) END, soft_on, due_on) AS due_on,
       CASE WHEN state = 'review' AND review_until IS NOT NULL THEN NULL ELSE due_at END AS due_at,
       CASE WHEN state <> 'review' OR review_until IS NULL THEN due_on WHEN side = 'them' THEN review_until END AS hard_on,
       CASE WHEN state = 'review' AND review_until IS NOT NULL THEN review_until ELSE soft_on END AS soft_on,
       weight, side AS who, text,
       CASE WHEN state = 'review' AND review_until IS NOT NULL THEN 'review window' ELSE state END AS state,
       owner_id AS person_id, due_reason AS reason, kind AS action_kind
  FROM action WHERE state <> 'done' AND archived_at IS NULL;
CREATE VIEW notice_due AS
SELECT 'give notice' AS kind, uid, id AS deal_id, give_notice_by AS due_on, NULL AS due_at, give_notice_by AS hard_on,
       notice_remind_on AS soft_on, 6 AS weight, '' AS who, title AS text, stage AS state, NULL AS person_id,
       give_notice_rule AS reason, '' AS action_kind
  FROM deal WHERE stage <> 'ended' AND notice_decision IS NULL AND archived_at IS NULL;
CREATE VIEW quiet_due AS
SELECT 'quiet' AS kind, uid, id AS deal_id, quiet_on AS due_on, NULL AS due_at, NULL AS hard_on, NULL AS soft_on,
       2 AS weight, '' AS who, title AS text, stage AS state, NULL AS person_id, NULL AS reason, '' AS action_kind
  FROM deal WHERE stage IN ('signed', 'running') AND archived_at IS NULL;
CREATE VIEW still_true_due AS
SELECT 'still true' AS kind, uid, id AS deal_id, still_true_on AS due_on, NULL AS due_at, NULL AS hard_on,
       NULL AS soft_on, 0 AS weight, '' AS who, title AS text,
       CASE WHEN evergreen THEN 'evergreen' ELSE stage END AS state, NULL AS person_id, NULL AS reason,
       '' AS action_kind
  FROM deal WHERE stage <> 'ended' AND archived_at IS NULL;
CREATE VIEW waiting_due AS
SELECT 'waiting' AS kind, uid, deal_id, coalesce(later_until, due_on) AS due_on, NULL AS due_at,
       coalesce(later_until, due_on) AS hard_on, NULL AS soft_on, weight, 'them' AS who, text, due_rule AS state,
       person_id, due_reason AS reason, channel AS action_kind
  FROM waiting WHERE closed_on IS NULL AND archived_at IS NULL
   AND (SELECT stage FROM deal WHERE deal.id = waiting.deal_id) <> 'ended';
CREATE VIEW checkin_due AS
SELECT 'check-in' AS kind, uid, deal_id, coalesce(later_until, next_on) AS due_on, NULL AS due_at,
       CASE WHEN maximum_days IS NULL THEN coalesce(later_until, next_on) ELSE due_on END AS hard_on,
       NULL AS soft_on, weight, '' AS who, purpose AS text, mode AS state, NULL AS person_id,
       CASE WHEN early_count IS NOT NULL AND due_set_by = 'rule' AND due_anchor <= switch_on AND next_on > switch_on
             AND due_offset = ongoing_count || ' ' || ongoing_unit || CASE ongoing_count WHEN 1 THEN '' ELSE 's' END
             AND (early_count <> ongoing_count OR early_unit <> ongoing_unit)
            THEN due_reason || '; from now on every '
              || CASE ongoing_count WHEN 1 THEN ongoing_unit ELSE ongoing_count || ' ' || ongoing_unit || 's' END
            ELSE due_reason END AS reason,
       '' AS action_kind
  FROM checkin WHERE archived_at IS NULL AND (SELECT stage FROM deal WHERE deal.id = checkin.deal_id) <> 'ended';
CREATE VIEW issue_due AS
SELECT 'issue' AS kind, uid, deal_id, due_on, due_at, due_on AS hard_on, NULL AS soft_on, weight, '' AS who, text,
       'level ' || level AS state, NULL AS person_id, due_reason AS reason, '' AS action_kind
  FROM issue WHERE closed_at IS NULL AND archived_at IS NULL;
CREATE VIEW risk_due AS
SELECT 'risk' AS kind, uid, deal_id, due_on, NULL AS due_at, due_on AS hard_on, NULL AS soft_on, weight, '' AS who,
       text, '' AS state, NULL AS person_id, NULL AS reason, '' AS action_kind
  FROM risk WHERE closed_on IS NULL AND archived_at IS NULL;
CREATE VIEW due_item AS
SELECT * FROM debrief_due UNION ALL SELECT * FROM action_due UNION ALL SELECT * FROM notice_due
UNION ALL SELECT * FROM quiet_due UNION ALL SELECT * FROM still_true_due UNION ALL SELECT * FROM waiting_due
UNION ALL SELECT * FROM checkin_due UNION ALL SELECT * FROM issue_due UNION ALL SELECT * FROM risk_due;
-- Yellow or red twice in a row, as long as it was not answered since the first of them: a question, and no day of a row.
CREATE VIEW trouble_due AS
SELECT 'trouble' AS kind, deal.uid AS uid, deal.id AS deal_id, talk.happened_on AS due_on, NULL AS due_at,
       NULL AS hard_on, NULL AS soft_on, 4 AS weight, '' AS who,
       CASE WHEN talk.status_why <> '' THEN talk.status_why ELSE talk.summary END AS text,
       (SELECT before.status FROM conversation AS before WHERE before.deal_id = talk.deal_id AND before.status <> ''
         AND before.archived_at IS NULL AND (before.happened_on, before.id) < (talk.happened_on, talk.id)
         ORDER BY before.happened_on DESC, before.id DESC LIMIT 1) || ', ' || talk.status AS state,
       NULL AS person_id, NULL AS reason, '' AS action_kind
  FROM conversation AS talk JOIN deal ON deal.id = talk.deal_id
 WHERE talk.status IN ('yellow', 'red') AND talk.archived_at IS NULL
   AND deal.stage <> 'ended' AND deal.archived_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM conversation AS newer WHERE newer.deal_id = talk.deal_id AND newer.status <> ''
         AND newer.archived_at IS NULL AND (newer.happened_on, newer.id) > (talk.happened_on, talk.id))
   AND (SELECT before.status FROM conversation AS before WHERE before.deal_id = talk.deal_id AND before.status <> ''
         AND before.archived_at IS NULL AND (before.happened_on, before.id) < (talk.happened_on, talk.id)
         ORDER BY before.happened_on DESC, before.id DESC LIMIT 1) IN ('yellow', 'red')
   AND (deal.trouble_asked_on IS NULL OR deal.trouble_asked_on < (
        SELECT min(bad.happened_on) FROM conversation AS bad WHERE bad.deal_id = talk.deal_id AND bad.archived_at IS NULL
         AND bad.status IN ('yellow', 'red') AND NOT EXISTS (
         SELECT 1 FROM conversation AS good WHERE good.deal_id = talk.deal_id AND good.status = 'green'
         AND good.archived_at IS NULL AND (good.happened_on, good.id) > (bad.happened_on, bad.id)))
        -- A turn to red is news, whatever was answered to the yellow ones before it.
        OR (talk.status = 'red' AND talk.happened_on > deal.trouble_asked_on
         AND (SELECT before.status FROM conversation AS before WHERE before.deal_id = talk.deal_id
         AND before.status <> '' AND before.archived_at IS NULL
         AND (before.happened_on, before.id) < (talk.happened_on, talk.id)
         ORDER BY before.happened_on DESC, before.id DESC LIMIT 1) = 'yellow'));
-- Their order within a day is part of the indexes, so that a list of so many lines reads no more rows than that.
CREATE INDEX due_debrief ON debrief (coalesce(later_until, due_on), weight DESC, uid)
 WHERE state IN ('planned', 'running') AND archived_at IS NULL;
CREATE INDEX due_action ON action (coalesce(later_until, CASE state WHEN 'review' THEN date(review_until, CASE side WHEN 'them' THEN '+0 days' ELSE '+1 day' END) END, soft_on, due_on), weight DESC, uid)
 WHERE state <> 'done' AND archived_at IS NULL;
CREATE INDEX due_notice ON deal (give_notice_by, notice_remind_on)
 WHERE stage <> 'ended' AND notice_decision IS NULL AND archived_at IS NULL;
CREATE INDEX due_rolling ON deal (give_notice_by)
 WHERE stage IN ('signed', 'running') AND renewal_count IS NOT NULL AND archived_at IS NULL;
CREATE INDEX due_quiet ON deal (quiet_on) WHERE stage IN ('signed', 'running') AND archived_at IS NULL;
CREATE INDEX due_still_true ON deal (still_true_on) WHERE stage <> 'ended' AND archived_at IS NULL;
CREATE INDEX due_waiting ON waiting (coalesce(later_until, due_on), weight DESC, uid)
 WHERE closed_on IS NULL AND archived_at IS NULL;
CREATE INDEX due_checkin ON checkin (coalesce(later_until, next_on), weight DESC, uid) WHERE archived_at IS NULL;
CREATE INDEX due_issue ON issue (due_on, weight DESC, uid) WHERE closed_at IS NULL AND archived_at IS NULL;
CREATE INDEX due_risk ON risk (due_on, weight DESC, uid) WHERE closed_on IS NULL AND archived_at IS NULL;
CREATE INDEX due_trouble ON conversation (happened_on, id)
 WHERE status IN ('yellow', 'red') AND archived_at IS NULL;
CREATE INDEX due_standing ON conversation (deal_id, happened_on DESC, id DESC)
 WHERE status <> '' AND archived_at IS NULL;
CREATE INDEX due_running ON debrief (deal_id) WHERE state = 'running' AND archived_at IS NULL;
CREATE INDEX due_planned ON deal (signed_on) WHERE stage IN ('negotiating', 'agreed') AND archived_at IS NULL;
CREATE INDEX due_archived ON deal (id) WHERE archived_at IS NOT NULL;
