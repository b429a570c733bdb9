"""What the pages around a campaign's public page ask. Field names are the parameters of the verb behind."""

from django import forms

from funding.actions.newsroom import TEXT_LIMIT, TITLE_LIMIT
from funding.actions.pages import ALT_LIMIT, MOST_PICTURES, NAME_LIMIT, STORY_LIMIT, VIDEO_LIMIT
from funding.actions.public_questions import ANSWER_LIMIT, QUESTION_LIMIT
from funding.forms import long_text, new_key, short_text
from funding.picture_file import MAX_BYTES

PICTURES = ".jpg,.jpeg,.png,.webp,image/jpeg,image/png,image/webp"
PICTURE_HELP = (
    f"JPEG, PNG ou WebP, {MAX_BYTES // 2**20}\u00a0Mo au plus. Le lieu et l’appareil de la prise de vue sont effacés."
)


def text_area(label: str, limit: int, help_text: str = "", *, rows: int = 8, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=limit, required=required, widget=widget)


def picture_field(label: str = "Image", *, required: bool = True) -> forms.FileField:
    widget = forms.ClearableFileInput(attrs={"accept": PICTURES})
    return forms.FileField(label=label, help_text=PICTURE_HELP, required=required, widget=widget)


def alt_field(*, required: bool = True) -> forms.CharField:
    return short_text(
        "Ce que l’image montre", "Pour qui ne la voit pas. Par exemple\u00a0: deux bénévoles remplissent des bocaux.",
        required=required, max_length=ALT_LIMIT,
    )  # fmt: skip


class StoryForm(forms.Form):
    text = text_area(
        "Récit", STORY_LIMIT, "Pour qui ne vous connaît pas. Vide\u00a0: la page reprend le résumé du dossier.",
        rows=14, required=False,
    )  # fmt: skip
    video_url = short_text(
        "Lien vers une vidéo", "Facultatif. Une adresse en https\u00a0: la page montre un lien, sans lecteur.",
        required=False, max_length=VIDEO_LIMIT,
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0, initial=0)


class PictureForm(forms.Form):
    file = picture_field()
    alt = alt_field()


class DescribeForm(forms.Form):
    alt = alt_field()
    place = forms.IntegerField(label="Rang parmi les images", min_value=1, max_value=MOST_PICTURES)
    is_cover = forms.BooleanField(label="En tête de la page", required=False)


class SupporterForm(forms.Form):
    name = short_text(
        "Nom de la personne ou de la structure", "Il n’est jamais public. Vous pouvez l’effacer à tout moment.",
        max_length=NAME_LIMIT,
    )  # fmt: skip


class NewsTextForm(forms.Form):
    title = short_text("Titre", max_length=TITLE_LIMIT)
    text = text_area("Texte", TEXT_LIMIT, "Une ligne vide sépare deux paragraphes.")


class NewsForm(NewsTextForm):
    file = picture_field("Image (facultatif)", required=False)
    alt = alt_field(required=False)
    key = forms.CharField(widget=forms.HiddenInput(), max_length=80, initial=new_key)


class AnswerForm(forms.Form):
    text = text_area("Réponse", ANSWER_LIMIT, "Elle est publique, avec la question, au nom de la structure.")


class QuestionForm(forms.Form):
    """What anybody may ask, without an account."""

    text = text_area(
        "Votre question", QUESTION_LIMIT, "N’écrivez rien de personnel\u00a0: elle peut être publiée.", rows=4
    )
    name = short_text(
        "Votre nom", "Facultatif. Seules les personnes qui répondent le lisent.", required=False, max_length=NAME_LIMIT
    )
    key = forms.CharField(widget=forms.HiddenInput(), max_length=80, initial=new_key)


class StopForm(forms.Form):
    text = long_text("Ce que la page en dit", "Une ou deux phrases, pour les donateurs et les habitants.")
