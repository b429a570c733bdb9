"""Going to a page of the committees as somebody, and reading what it answers."""

from django.test import Client
from django.urls import reverse


def as_(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(name, *args):
    return reverse(f"committees:{name}", args=args)


def get(person, name, *args):
    return as_(person).get(url(name, *args))


def post(person, name, *args, **data):
    return as_(person).post(url(name, *args), data)


def text(response):
    return response.content.decode()


def refusals(response):
    """The codes shown on a page of refusal."""
    assert response.status_code == 409
    return [refusal.code for refusal in response.context["refusals"]]


def form_codes(response):
    assert response.status_code == 409
    return [error.code for error in response.context["form"].errors.as_data()["__all__"]]
