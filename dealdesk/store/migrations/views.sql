-- What is due, read by the glance and by the Today screen alike. due_on is a local date, due_at a UTC instant or null,
-- hard_on the last day before it is late, weight the static part of urgency.
CREATE VIEW due_item AS
SELECT 'debrief' AS kind, debrief.uid AS uid, debrief.deal_id AS deal_id,
       coalesce(debrief.later_until, debrief.due_on) AS due_on, debrief.due_at AS due_at, debrief.due_on AS hard_on,
       debrief.weight AS weight, '' AS who, debrief.kind AS text, debrief.state AS state
  FROM debrief WHERE debrief.state IN ('planned', 'running') AND debrief.archived_at IS NULL
UNION ALL
SELECT CASE action.kind WHEN 'playbook' THEN 'change' ELSE 'action' END, action.uid, action.deal_id,
       coalesce(action.later_until, action.due_on), action.due_at, action.due_on,
       action.weight, action.side, action.text, action.state
  FROM action WHERE action.state <> 'done' AND action.archived_at IS NULL
UNION ALL
SELECT 'give notice', deal.uid, deal.id, deal.give_notice_by, NULL, deal.give_notice_by, 6, '', deal.title, deal.stage
  FROM deal WHERE deal.stage <> 'ended' AND deal.notice_decision IS NULL AND deal.archived_at IS NULL
UNION ALL
SELECT 'check-in', checkin.uid, checkin.deal_id, coalesce(checkin.later_until, checkin.next_on), NULL, checkin.next_on,
       checkin.weight, '', checkin.purpose, checkin.mode
  FROM checkin WHERE checkin.archived_at IS NULL
UNION ALL
SELECT 'issue', issue.uid, issue.deal_id, issue.due_on, issue.due_at, issue.due_on, issue.weight, '', issue.text,
       'level ' || issue.level
  FROM issue WHERE issue.closed_at IS NULL AND issue.archived_at IS NULL
UNION ALL
SELECT 'risk', risk.uid, risk.deal_id, risk.due_on, NULL, risk.due_on, risk.weight, '', risk.text, ''
  FROM risk WHERE risk.closed_on IS NULL AND risk.archived_at IS NULL;
CREATE INDEX due_debrief ON debrief (coalesce(later_until, due_on))
 WHERE state IN ('planned', 'running') AND archived_at IS NULL;
CREATE INDEX due_action ON action (coalesce(later_until, due_on)) WHERE state <> 'done' AND archived_at IS NULL;
CREATE INDEX due_notice ON deal (give_notice_by)
 WHERE stage <> 'ended' AND notice_decision IS NULL AND archived_at IS NULL;
CREATE INDEX due_checkin ON checkin (coalesce(later_until, next_on)) WHERE archived_at IS NULL;
CREATE INDEX due_issue ON issue (due_on) WHERE closed_at IS NULL AND archived_at IS NULL;
CREATE INDEX due_risk ON risk (due_on) WHERE closed_on IS NULL AND archived_at IS NULL;
CREATE INDEX due_running ON debrief (deal_id) WHERE state = 'running' AND archived_at IS NULL;
