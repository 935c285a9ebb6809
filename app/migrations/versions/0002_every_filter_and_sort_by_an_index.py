"""every filter and sort of the log by an index

Revision: 0002, after 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_consultation_channel", "consultation", ["channel"]),
    ("ix_consultation_created_at", "consultation", ["created_at"]),
    ("ix_consultation_due_on", "consultation", ["due_on"]),
    ("ix_consultation_field", "consultation", ["field"]),
    ("ix_consultation_kind", "consultation", ["kind"]),
    ("ix_consultation_requester_kind", "consultation", ["requester_kind"]),
    ("ix_contract_amount_krw", "contract", ["amount_krw"]),
    ("ix_contract_created_at", "contract", ["created_at"]),
    ("ix_contract_market", "contract", ["market"]),
    ("ix_demand_amount_krw", "demand", ["amount_krw"]),
    ("ix_demand_created_at", "demand", ["created_at"]),
    ("ix_demand_is_social_economy", "demand", ["is_social_economy"]),
    ("ix_education_session_created_at", "education_session", ["created_at"]),
    ("ix_education_session_kind", "education_session", ["kind"]),
    ("ix_education_session_participants", "education_session", ["participants"]),
    ("ix_follow_up_created_at", "follow_up", ["created_at"]),
    ("ix_follow_up_due_on", "follow_up", ["due_on"]),
    ("ix_follow_up_office_day", "follow_up", ["office", "due_on"]),
    ("ix_matching_case_amount_krw", "matching_case", ["amount_krw"]),
    ("ix_matching_case_created_at", "matching_case", ["created_at"]),
    ("ix_meeting_created_at", "meeting", ["created_at"]),
    ("ix_survey_created_at", "survey", ["created_at"]),
    ("ix_survey_kind", "survey", ["kind"]),
    ("ix_tally_created_at", "tally", ["created_at"]),
    ("ix_tally_group", "tally", ["group"]),
    ("ix_tally_office_day", "tally", ["office", "period_from"]),
    ("ix_tally_period_from", "tally", ["period_from"]),
    ("ix_tally_value", "tally", ["value"]),
    ("ix_tender_budget_krw", "tender", ["budget_krw"]),
    ("ix_tender_created_at", "tender", ["created_at"]),
    ("ix_tender_title", "tender", ["title"]),
    ("ix_tender_lot_category_code", "tender_lot", ["category_code"]),
    ("ix_visit_created_at", "visit", ["created_at"]),
    ("ix_visit_target", "visit", ["target"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _ in reversed(INDEXES):
        op.drop_index(name, table_name=table)
