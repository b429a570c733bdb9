"""The acts on a campaign's public page, beside those on campaigns (`acts`): pictures, names, news, questions."""

from typing import Any

from django.urls import reverse

from dossiers.models import Dossier
from funding import access, actions, page_access
from funding import page_forms as forms
from funding.acts import Act, of_its_dossier
from funding.forms import ReasonForm
from funding.models import FirstSupporter, Picture
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal


def _newsroom(dossier: Dossier) -> str:
    return reverse("funding:newsroom", args=[dossier.pk])


def _news(dossier: Dossier, *, by: User, **given: Any) -> Any:
    return actions.publish_news(access.campaign_of(dossier), by=by, **given)


def _explain(dossier: Dossier, *, by: User, text: str) -> Any:
    return actions.explain_stop(access.campaign_of(dossier), text=text, by=by)


def _of_news(user: User, dossier: Dossier) -> list[Refusal]:
    return actions.speaking_refusals(access.campaign_of(dossier), user)


def _of_stop(user: User, dossier: Dossier) -> list[Refusal]:
    return actions.explanation_refusals(access.campaign_of(dossier), user)


def _described(picture: Picture) -> dict[str, Any]:
    return {"alt": picture.alt, "place": picture.place, "is_cover": picture.is_cover}


def _of_supporter(user: User, supporter: FirstSupporter) -> list[Refusal]:
    return actions.removal_refusals(supporter.dossier, user)


TABLE: tuple[Act, ...] = (
    Act(
        "describe_picture", "decrire-l-image", "Décrire ou ranger l’image",
        "Les mots sont lus à qui ne voit pas l’image\u00a0; le rang dit où elle se montre.",
        "L’image est décrite et rangée.", actions.describe_picture, page_access.get_picture, of_its_dossier("story"),
        lambda user, picture: actions.page_refusals(picture.dossier, user), forms.DescribeForm, initial=_described,
    ),
    Act(
        "remove_picture", "retirer-l-image", "Retirer l’image",
        "L’image disparaît de la page et son fichier est effacé.",
        "L’image est retirée.", actions.remove_picture, page_access.get_picture, of_its_dossier("story"),
        lambda user, picture: actions.removal_refusals(picture.dossier, user), is_grave=True,
    ),
    Act(
        "remove_supporter", "effacer-le-soutien", "Effacer ce nom",
        "Le nom est effacé de la liste\u00a0; il n’en reste rien.",
        "Le nom est effacé.", actions.remove_supporter, page_access.get_supporter, of_its_dossier("story"),
        _of_supporter, is_grave=True,
    ),
    Act(
        "publish_news", "donner-des-nouvelles", "Donner des nouvelles",
        "Elles paraissent aussitôt sur la page publique, au nom de la structure.",
        "La nouvelle est publiée.", _news, access.get_money, _newsroom, _of_news, forms.NewsForm,
    ),
    Act(
        "correct_news", "corriger-la-nouvelle", "Corriger la nouvelle",
        "La page dit qu’elle a été modifiée, et quand.",
        "La nouvelle est corrigée.", actions.correct_news, page_access.get_news, of_its_dossier("newsroom"),
        lambda user, news: actions.speaking_refusals(news.campaign, user), forms.NewsTextForm,
        initial=lambda news: {"title": news.title, "text": news.text},
    ),
    Act(
        "withdraw_news", "retirer-la-nouvelle", "Retirer la nouvelle",
        "Elle disparaît de la page publique, avec son image\u00a0; ici, elle est gardée avec le motif.",
        "La nouvelle est retirée.", actions.withdraw_news, page_access.get_news, of_its_dossier("newsroom"),
        lambda user, news: actions.removal_refusals(news.campaign.dossier, user), ReasonForm, is_grave=True,
    ),
    Act(
        "answer_publicly", "repondre-au-public", "Répondre à la question",
        "La question et la réponse paraissent ensemble sur la page publique, sans le nom de qui demande.",
        "La réponse est publiée.", actions.answer_publicly, page_access.get_question,
        of_its_dossier("public_questions"), lambda user, question: actions.answer_refusals(question, user),
        forms.AnswerForm,
        initial=lambda question: {"text": question.answer},
    ),
    Act(
        "publish_question", "publier-la-question", "Publier la question",
        "Elle paraît sur la page publique avant sa réponse, sans le nom de qui demande.",
        "La question est publiée.", actions.publish_question, page_access.get_question,
        of_its_dossier("public_questions"), lambda user, question: actions.showing_refusals(question, user),
    ),
    Act(
        "refuse_question", "ne-pas-publier-la-question", "Ne pas publier la question",
        "Elle n’est pas, ou plus, sur la page publique\u00a0; ici, elle est gardée avec le motif.",
        "La question n’est pas publiée.", actions.refuse_question, page_access.get_question,
        of_its_dossier("public_questions"), lambda user, question: actions.hiding_refusals(question, user),
        ReasonForm, is_grave=True,
    ),
    Act(
        "erase_question", "effacer-la-question", "Effacer la question",
        "Les mots, le nom et la réponse sont effacés, par exemple à la demande de la personne. On n’y revient pas.",
        "La question est effacée.", actions.erase_question, page_access.get_question,
        of_its_dossier("public_questions"), lambda user, question: actions.erasing_refusals(question, user),
        is_grave=True,
    ),
    Act(
        "explain_stop", "expliquer-l-arret", "Expliquer l’arrêt au public",
        "La page publique dit que les dons sont rendus\u00a0; ajoutez pourquoi, sans reprendre le motif interne.",
        "L’explication est publiée.", _explain, access.get_money, _newsroom, _of_stop, forms.StopForm,
        initial=lambda dossier: {"text": access.campaign_of(dossier).stop_text},
    ),
)  # fmt: skip
