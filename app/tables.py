"""Every table of the product, imported once for migrations and tests."""

from sqlmodel import SQLModel

from app.access.tables import (
    Account,
    Attempt,
    Enrolment,
    Password,
    PasswordCode,
    RecoveryCode,
    SecondFactor,
    Session,
    Token,
)
from app.activity.tables import (
    Award,
    Consultation,
    Contract,
    EducationSession,
    FollowUp,
    MatchingCase,
    Meeting,
    Survey,
    Tally,
    TallyMember,
    Visit,
)
from app.agencies.tables import Agency, Demand, Department, PurchaseGoal
from app.categories.tables import Category
from app.contacts.tables import Consent, Contact, ContactDetail, SubjectRequest
from app.core.tables import KeptAnswer, Revision
from app.enterprises.tables import Certification, Enterprise, Licence, Product
from app.fairs.tables import (
    Booth,
    CheckIn,
    ConsultingDepartment,
    Fair,
    FairDemand,
    FairPair,
    Seat,
    Timetable,
)
from app.goals.tables import Goal, PublishedFigure
from app.matches.tables import BatchPlace, MatchBatch, MatchChoice, MatchPlace, MatchRun
from app.offices.tables import Office
from app.tenders.tables import Lot, Tender
from app.thesaurus.tables import Concept, PublishedConcept, ThesaurusVersion

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "Account",
    "Agency",
    "Attempt",
    "Award",
    "BatchPlace",
    "Booth",
    "Category",
    "Certification",
    "CheckIn",
    "Concept",
    "Consent",
    "Consultation",
    "ConsultingDepartment",
    "Contact",
    "ContactDetail",
    "Contract",
    "Demand",
    "Department",
    "EducationSession",
    "Enrolment",
    "Enterprise",
    "Fair",
    "FairDemand",
    "FairPair",
    "FollowUp",
    "Goal",
    "KeptAnswer",
    "Licence",
    "Lot",
    "MatchBatch",
    "MatchChoice",
    "MatchPlace",
    "MatchRun",
    "MatchingCase",
    "Meeting",
    "Office",
    "Password",
    "PasswordCode",
    "Product",
    "PublishedConcept",
    "PublishedFigure",
    "PurchaseGoal",
    "RecoveryCode",
    "Revision",
    "Seat",
    "SecondFactor",
    "Session",
    "SubjectRequest",
    "Survey",
    "Tally",
    "TallyMember",
    "Tender",
    "ThesaurusVersion",
    "Timetable",
    "Token",
    "Visit",
]
