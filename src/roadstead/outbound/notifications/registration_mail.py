"""Mail to somebody who has registered: the link that confirms the address, or that there is an account already.

Only the mail tells the two apart, so that nobody learns from the page who has an account.
"""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from roadstead.platform.accounts.addresses import account_with
from roadstead.platform.registration.models import Registration
from roadstead.platform.registration.register import secret_of


def registration_mail(registration: Registration) -> tuple[str, str, str]:
    """Return subject, text and the path of the link, in the language that the person chose."""
    with translation.override(registration.language):
        account = account_with(registration.email)
        if account is None:
            return (
                _("Roadstead: confirm your e-mail address"),
                _(
                    "Somebody, probably you, has registered with this address to file lists before arrival. Open the"
                    " link within 24 hours, and choose your password. If it was not you, ignore this mail: without the"
                    " link there is no account."
                ),
                f"/register/{secret_of(registration)}",
            )
        if account.is_active:
            text = _(
                "Somebody, probably you, has registered with this address, but it has an account already. Sign in with"
                " this e-mail address and your password. If you have lost the password, ask the operator of the service"
                " for a new link. If it was not you, ignore this mail: nothing was changed."
            )
        else:
            text = _(
                "Somebody, probably you, has registered with this address, but its account is closed. Ask the operator"
                " of the service to open it again. If it was not you, ignore this mail: nothing was changed."
            )
        return _("Roadstead: you have an account already"), text, "/sign-in"
