"""The committees: which ones I know, who sits in each and until when."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from committees import access, actions
from committees.forms import EndForm, InstallForm
from okote_flow.accounts.actions import administrator_refusals
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest

PAGE = require_http_methods(["GET", "HEAD", "POST"])
