"""Every collection of the API, in the order in which they can be filled."""

from app.activity.actions import (
    CONSULTATIONS,
    CONTRACTS,
    EDUCATION_SESSIONS,
    FOLLOW_UPS,
    MATCHING_CASES,
    MEETINGS,
    SURVEYS,
    TALLIES,
    VISITS,
)
from app.agencies.actions import AGENCIES, DEMANDS, PURCHASE_GOALS
from app.categories.actions import CATEGORIES
from app.contacts.actions import CONTACTS, SUBJECT_REQUESTS
from app.core.collection import Collection
from app.enterprises.actions import ENTERPRISES
from app.fairs.actions import CHECK_INS, FAIR_DEMANDS, FAIR_PAIRS, FAIRS, TIMETABLES
from app.goals.actions import GOALS, PUBLISHED_FIGURES
from app.offices.actions import OFFICES
from app.tenders.actions import TENDERS
from app.thesaurus.actions import CONCEPTS

COLLECTIONS: dict[str, Collection] = {
    collection.name: collection
    for collection in (
        CATEGORIES,
        CONCEPTS,
        OFFICES,
        AGENCIES,
        ENTERPRISES,
        DEMANDS,
        PURCHASE_GOALS,
        TENDERS,
        FAIRS,
        FAIR_DEMANDS,
        TIMETABLES,
        FAIR_PAIRS,
        CHECK_INS,
        VISITS,
        CONSULTATIONS,
        MATCHING_CASES,
        EDUCATION_SESSIONS,
        MEETINGS,
        CONTRACTS,
        SURVEYS,
        FOLLOW_UPS,
        TALLIES,
        GOALS,
        PUBLISHED_FIGURES,
        CONTACTS,
        SUBJECT_REQUESTS,
    )
}
