"""States, and organisations that people belong to: of a state, of the region, or partners."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from roadstead.engine.reference.caricom import CENTRE, REGION

# Names of the first organisation of a state, and of the centre, until they are edited.
AGENCY_NAMES: Final = {
    "en": "Border agency of {}",
    "es": "Agencia de fronteras de {}",
    "fr": "Agence des frontières de {}",
    "nl": "Grensdienst van {}",
}
CENTRE_NAMES: Final = {
    "en": "Regional centre",
    "es": "Centro regional",
    "fr": "Centre régional",
    "nl": "Regionaal centrum",
}


class State(models.Model):
    """A participating state. Membership is data: it changes with each Act (domain 2)."""

    code = models.CharField(primary_key=True, max_length=3)  # ISO 3166 alpha-3
    name = models.CharField(max_length=100)
    zone = models.CharField(max_length=40, default="UTC")  # IANA

    def __str__(self) -> str:
        return self.name


class OrganisationType(models.TextChoices):
    CONFERENCE = "conference", "Conference"
    COUNCIL = "council", "Council"
    BUREAU = "bureau", "Bureau"
    COMMITTEE = "committee", "Committee"
    AGENCY = "agency", "Border agency"
    CENTRE = "centre", "Regional centre"
    MINISTRY = "ministry", "Ministry"
    POLICE = "police", "Police"
    CUSTOMS = "customs", "Customs"
    IMMIGRATION = "immigration", "Immigration"
    PROSECUTION = "prosecution", "Prosecution"
    COURT = "court", "Court"
    PRISON = "prison", "Prison"
    FIU = "fiu", "Financial intelligence unit"
    FORENSIC = "forensic", "Forensic laboratory"
    CSIRT = "csirt", "Computer security team"
    CENTRAL_AUTHORITY = "central_authority", "Central authority"
    NCB = "ncb", "National central bureau"
    PIU = "piu", "Passenger information unit"
    COAST_GUARD = "coast_guard", "Coast guard"
    DEFENCE_FORCE = "defence_force", "Defence force"
    INTELLIGENCE = "intelligence", "Intelligence service"
    PORT_AUTHORITY = "port_authority", "Port authority"
    AIRPORT_AUTHORITY = "airport_authority", "Airport authority"
    PROTECTION_AUTHORITY = "protection_authority", "Child protection authority"
    DATA_PROTECTION_AUTHORITY = "data_protection_authority", "Data protection authority"
    PARTNER = "partner", "Partner"


class Organisation(models.Model):
    """One organisation of a state, or of the region. Rows that its people read hold its code, which never changes."""

    code = models.CharField(primary_key=True, max_length=12)
    names = models.JSONField()  # by language: en; es, fr and nl as far as known
    type = models.CharField(max_length=30, choices=OrganisationType)
    state = models.ForeignKey(  # None: of no single state
        State, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations"
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    zone = models.CharField(max_length=40, blank=True)  # IANA; "": the state's
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)  # evidence that it exists and is competent
    verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["state", "code"]
        constraints = [
            models.CheckConstraint(name="an_organisations_code", condition=Q(code__regex="^[A-Z][A-Z0-9-]+$")),
            models.CheckConstraint(name="verified_with_a_source", condition=Q(verified=False) | ~Q(source="")),
        ]

    def __str__(self) -> str:
        return str(self.names.get((get_language() or "en")[:2]) or self.names["en"])

    @property
    def owner(self) -> str:
        """Return the owner: the state, or REGION."""
        return self.state_id or REGION


# True if nobody has ever belonged to it or accepted a post of it, closed accounts and former holders included.
WITHOUT_PEOPLE: Final = Q(people=None) & ~Q(contact_points__holders__accepted_at__isnull=False)


def first_organisation(state: State | None) -> Organisation:
    """Return the default organisation: the state's border agency, or the centre."""
    code, made = CENTRE, {"names": CENTRE_NAMES, "type": OrganisationType.CENTRE, "state": state}
    if state:
        names = {language: text.format(state.name) for language, text in AGENCY_NAMES.items()}
        code, made = f"{state.pk}-BA", {"names": names, "type": OrganisationType.AGENCY, "state": state}
    return Organisation.objects.get_or_create(code=code, defaults=made)[0]
