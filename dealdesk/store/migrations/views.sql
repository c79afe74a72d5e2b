-- What is due, read by the glance and by the Today screen alike. due_on is the local date it comes up, due_at a UTC
-- instant or null, hard_on the last day before it is late, soft_on the day it is best done by (of a give-notice day:
-- the day of its next reminder), weight the static part of urgency, person_id whom it is about, reason why it is due then,
-- action_kind what an action came from, of a wait its channel.
CREATE VIEW due_item AS
SELECT 'debrief' AS kind, debrief.uid AS uid, debrief.deal_id AS deal_id,
       coalesce(debrief.later_until, debrief.due_on) AS due_on, debrief.due_at AS due_at, debrief.due_on AS hard_on,
       NULL AS soft_on, debrief.weight AS weight, '' AS who, debrief.kind AS text, debrief.state AS state,
       NULL AS person_id, debrief.due_reason AS reason, '' AS action_kind
  FROM debrief WHERE debrief.state IN ('planned', 'running') AND debrief.archived_at IS NULL
UNION ALL
SELECT CASE action.kind WHEN 'playbook' THEN 'change' ELSE 'action' END, action.uid, action.deal_id,
       coalesce(action.later_until, action.soft_on, action.due_on), action.due_at, action.due_on, action.soft_on,
       action.weight, action.side, action.text, action.state, action.owner_id, action.due_reason, action.kind
  FROM action WHERE action.state <> 'done' AND action.archived_at IS NULL
UNION ALL
SELECT 'give notice', deal.uid, deal.id, deal.give_notice_by, NULL, deal.give_notice_by, deal.notice_remind_on, 6, '',
       deal.title, deal.stage, NULL, deal.give_notice_rule, ''
  FROM deal WHERE deal.stage <> 'ended' AND deal.notice_decision IS NULL AND deal.archived_at IS NULL
UNION ALL
SELECT 'quiet', deal.uid, deal.id, deal.quiet_on, NULL, NULL, NULL, 2, '', deal.title, deal.stage, NULL, NULL, ''
  FROM deal WHERE deal.stage IN ('signed', 'running') AND deal.archived_at IS NULL
UNION ALL
SELECT 'still true', deal.uid, deal.id, deal.still_true_on, NULL, NULL, NULL, 0, '', deal.title,
       CASE WHEN deal.evergreen THEN 'evergreen' ELSE deal.stage END, NULL, NULL, ''
  FROM deal WHERE deal.stage <> 'ended' AND deal.archived_at IS NULL
UNION ALL
SELECT 'waiting', waiting.uid, waiting.deal_id, coalesce(waiting.later_until, waiting.due_on), NULL, waiting.due_on,
       NULL, waiting.weight, 'them', waiting.text, waiting.due_rule, waiting.person_id, waiting.due_reason,
       waiting.channel
  FROM waiting WHERE waiting.closed_on IS NULL AND waiting.archived_at IS NULL
UNION ALL
SELECT 'check-in', checkin.uid, checkin.deal_id, coalesce(checkin.later_until, checkin.next_on), NULL, checkin.next_on,
       NULL, checkin.weight, '', checkin.purpose, checkin.mode, NULL, checkin.due_reason, ''
  FROM checkin WHERE checkin.archived_at IS NULL
UNION ALL
SELECT 'issue', issue.uid, issue.deal_id, issue.due_on, issue.due_at, issue.due_on, NULL, issue.weight, '', issue.text,
       'level ' || issue.level, NULL, issue.due_reason, ''
  FROM issue WHERE issue.closed_at IS NULL AND issue.archived_at IS NULL
UNION ALL
SELECT 'risk', risk.uid, risk.deal_id, risk.due_on, NULL, risk.due_on, NULL, risk.weight, '', risk.text, '', NULL, NULL,
       ''
  FROM risk WHERE risk.closed_on IS NULL AND risk.archived_at IS NULL;
CREATE INDEX due_debrief ON debrief (coalesce(later_until, due_on))
 WHERE state IN ('planned', 'running') AND archived_at IS NULL;
CREATE INDEX due_action ON action (coalesce(later_until, soft_on, due_on))
 WHERE state <> 'done' AND archived_at IS NULL;
CREATE INDEX due_notice ON deal (give_notice_by)
 WHERE stage <> 'ended' AND notice_decision IS NULL AND archived_at IS NULL;
CREATE INDEX due_quiet ON deal (quiet_on) WHERE stage IN ('signed', 'running') AND archived_at IS NULL;
CREATE INDEX due_still_true ON deal (still_true_on) WHERE stage <> 'ended' AND archived_at IS NULL;
CREATE INDEX due_waiting ON waiting (coalesce(later_until, due_on)) WHERE closed_on IS NULL AND archived_at IS NULL;
CREATE INDEX due_checkin ON checkin (coalesce(later_until, next_on)) WHERE archived_at IS NULL;
CREATE INDEX due_issue ON issue (due_on) WHERE closed_at IS NULL AND archived_at IS NULL;
CREATE INDEX due_risk ON risk (due_on) WHERE closed_on IS NULL AND archived_at IS NULL;
CREATE INDEX due_running ON debrief (deal_id) WHERE state = 'running' AND archived_at IS NULL;
