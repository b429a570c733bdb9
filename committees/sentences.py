"""What the committees refuse and how they explain a count, in French."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        # the roll
        "quorum-missing": (
            "Quorum non atteint\u00a0: {present} sur {needed}.{cause} "
            "Attendez un membre ou un pouvoir, ou convoquez une seconde séance, qui délibère sans quorum."
        ),
        "nobody-presides": (
            "Personne ne peut présider ce point\u00a0: présidence et vice-présidences sont absentes ou en déport. "
            "Attendez l’une d’elles ou reprenez le point à la séance suivante."
        ),
        # a vote
        "not-on-roll": "Ce siège n’a pas de voix délibérative sur ce point\u00a0: il peut donner son avis en séance.",
        "seat-recused": "Ce membre s’est déporté sur ce point\u00a0: il retrouve sa place au point suivant.",
        "absent": "Ce membre n’est ni présent ni représenté\u00a0: enregistrez son arrivée ou son pouvoir.",
        "proxy-silent": (
            "Ce pouvoir ne vaut pas sur ce point\u00a0: son mandataire est absent ou en déport. "
            "Le mandant peut venir voter, ou nommer un remplaçant avant le prochain point."
        ),
        "vote-final": (
            "Ce vote est définitif\u00a0: s’il contient une erreur, demandez à la présidence d’annuler le scrutin."
        ),
        # a proxy
        "own-proxy": "On ne se donne pas pouvoir à soi-même\u00a0: choisissez un autre membre.",
        "proxy-already-given": "Ce membre a déjà donné pouvoir pour cette séance\u00a0: révoquez d’abord ce pouvoir.",
        "one-proxy-each": (
            "Ce membre porte déjà un pouvoir, ou en est le remplaçant\u00a0: choisissez un autre membre."
        ),
        "proxy-chain": (
            "Un pouvoir ne se transmet pas\u00a0: qui donne pouvoir n’en reçoit pas. Choisissez un autre membre."
        ),
        "proxy-without-voice": "Ce membre n’a pas de voix délibérative\u00a0: choisissez un membre qui vote.",
        "same-fallback": (
            "Le remplaçant est déjà le mandataire\u00a0: choisissez un autre membre ou laissez ce choix vide."
        ),
        # the screening
        "criterion-unjudged": "Critère «\u00a0{criterion}\u00a0»\u00a0: choisissez oui, en partie, non ou sans objet.",
        "remark-missing": (
            "Critère «\u00a0{criterion}\u00a0»\u00a0: expliquez votre avis en une phrase, sauf pour oui."
        ),
        "link-unsaid": "Dites d’abord si vous avez un lien avec ce projet ou cette association\u00a0: répondez à la première question.",
        "overall-missing": "Avis d’ensemble\u00a0: choisissez favorable, favorable avec recommandations ou défavorable.",
        "element-unknown": "Cet élément n’est plus dans le dossier\u00a0: rechargez la page et choisissez-en un autre.",
        "quote-elsewhere": "Ce passage n’est pas dans cet élément du dossier\u00a0: sélectionnez-le de nouveau.",
        "sheet-edited-meanwhile": (
            "Votre grille a changé dans un autre onglet ou sur un autre appareil, à {at:%H h %M}\u00a0: "
            "rien n’est perdu, choisissez ce que vous gardez."
        ),
        "sheets-missing": (
            "Grilles rendues\u00a0: {given} sur {needed} requises. Relancez les membres\u00a0; après l’échéance, "
            "l’avis peut s’appuyer sur moins de grilles, au moins une, avec un motif."
        ),
        # the calendar
        "notice-too-short": (
            "La séance ne peut pas se tenir avant le {earliest:%d/%m/%Y}\u00a0: "
            "choisissez une date plus tardive ou convoquez en urgence, avec un motif."
        ),
        "urgent-notice-too-short": (
            "Même en urgence, la séance ne peut pas se tenir avant le {earliest:%d/%m/%Y}\u00a0: "
            "choisissez une date plus tardive."
        ),
        "urgency-unexplained": "Indiquez le motif de l’urgence\u00a0: il figure sur la convocation.",
        "second-call-too-soon": (
            "La seconde séance ne peut pas se tenir avant le {earliest:%d/%m/%Y}\u00a0: "
            "choisissez une date plus tardive."
        ),
        # seats and mandates
        "seat-taken": "{who} occupe déjà ce siège sur cette période\u00a0: mettez d’abord fin à son mandat.",
        "one-voice-each": "{who} a déjà une voix dans ce comité sur cette période\u00a0: une personne, une voix.",
        "theme-missing": "Un partenaire qualifié vote sur une thématique\u00a0: choisissez-la.",
        "no-voice-for-role": "Le secrétariat et l’expertise n’ont pas de voix délibérative\u00a0: créez un siège de membre.",
        "territory-missing": "Un comité territorial a un territoire, et lui seul\u00a0: vérifiez la nature et le territoire.",
        "committee-there": "Ce comité existe déjà\u00a0: {name}.",
        # a recusal
        "already-recused": "{who} s’est déjà déporté de ce dossier.",
        "nothing-to-leave": "{who} n’intervient pas sur ce dossier dans un comité ou une équipe\u00a0: il n’y a rien à quitter.",
        # the screening
        "sheet-given": "Votre grille est rendue\u00a0: reprenez-la pour la modifier, tant que l’avis n’est pas enregistré.",
        "sheet-not-given": "Votre grille n’est pas rendue\u00a0: il n’y a rien à reprendre.",
        "no-opinion": "L’avis du comité n’est pas enregistré\u00a0: il s’enregistre sur la page de l’avis, avec ses motifs.",
        # a meeting
        "meeting-state": "La séance est «\u00a0{state}\u00a0»\u00a0: cette action n’est plus, ou pas encore, possible.",
        "meeting-past": "La séance ne peut pas être fixée dans le passé\u00a0: choisissez une date à venir.",
        "meeting-not-today": "La séance est fixée au {day:%d/%m/%Y}\u00a0: elle s’ouvre ce jour-là.",
        "meeting-elsewhere": "Une autre séance de ce comité est en cours\u00a0: levez-la d’abord.",
        "agenda-empty": "L’ordre du jour est vide\u00a0: inscrivez au moins un dossier avant de convoquer.",
        "agenda-fixed": "Une seconde séance reprend l’ordre du jour de la première, sans l’allonger.",
        "called-again": "La seconde séance est déjà prévue.",
        "nothing-to-call-again": "Aucun point n’a manqué de quorum\u00a0: inscrivez les dossiers à une nouvelle séance.",
        "wrong-committee": "Ce dossier n’est pas devant ce comité\u00a0: inscrivez-le quand il y arrive.",
        "already-on-agenda": "Ce dossier est déjà à l’ordre du jour de la séance du {day:%d/%m/%Y}.",
        "item-state": "Ce point est «\u00a0{state}\u00a0»\u00a0: rechargez la page pour voir où en est la séance.",
        "item-running": "Le point {position} est en cours\u00a0: proclamez sa décision ou laissez-le avant d’en appeler un autre.",
        "seat-elsewhere": "Ce siège n’est pas de ce comité.",
        "seat-vacant": "Ce siège n’a pas de titulaire aujourd’hui.",
        "not-present": "Ce siège n’est pas noté présent\u00a0: il n’y a pas de départ à enregistrer.",
        # a poll
        "poll-open": "Un scrutin est ouvert, ou attend d’être proclamé\u00a0: menez-le d’abord à son terme.",
        "poll-closed": "Le scrutin n’est plus ouvert depuis le {at:%d/%m/%Y à %H:%M:%S}\u00a0: votre bulletin n’est pas compté.",
        "poll-running": "Le scrutin est encore ouvert\u00a0: clôturez-le d’abord.",
        "poll-void": "Ce scrutin est annulé\u00a0: {reason}",
        "poll-superseded": "Un nouveau tour a remplacé ce scrutin\u00a0: c’est le dernier tour qui se proclame.",
        "verdict-pending": "Un vote favorable attend d’être proclamé\u00a0: proclamez-le d’abord.",
        "not-adopted": "Aucun vote favorable n’est acquis sur ce dossier\u00a0: seul un scrutin clos et adopté se proclame ainsi.",
        "adopted": "Aucun vote n’a écarté ce dossier\u00a0: seul un scrutin clos et non adopté se proclame ainsi.",
        "redirect-adopted": "Un dossier adopté ne se réoriente pas\u00a0: laissez ce champ vide.",
        "not-your-seat": "Vous ne tenez pas ce siège\u00a0: chacun vote pour soi.",
        "hands-missing": "Le comité ne l’a pas encore décidé à main levée\u00a0: cela se compte en séance, sur le point appelé.",
        "hands-mismatch": "Pour, contre et abstentions font {sum}, mais {present} voix sont présentes\u00a0: recomptez les mains.",
    }
)

RECUSALS_ALONE = " Sans les déports, il serait atteint."

# A count is told so that its reader can do the sum again: who was there, the quorum, the votes, the end.
ROLL = (
    "Sièges délibératifs\u00a0: {n_seats}\u00a0; déports\u00a0: {n_recused}\u00a0; "
    "absents ou non représentés\u00a0: {n_absent}\u00a0; ayant voix\u00a0: {n_entitled}."
)
SECOND_CALL = "Seconde séance sur le même ordre du jour, sans condition de quorum."
QUORUM = "Quorum\u00a0: {quorum_value} pour {quorum_required} requis, sur {quorum_base}."
BALLOTS = (
    "Pour\u00a0: {favourable}, dont avec réserves\u00a0: {n_for_with_conditions}\u00a0; "
    "contre\u00a0: {n_against}\u00a0; abstentions\u00a0: {n_abstain}\u00a0; sans vote\u00a0: {n_silent}. "
    "Suffrages exprimés\u00a0: {base_value}\u00a0; majorité\u00a0: {majority_required}."
)
ENDS = {
    "quorum_failed": "Le quorum manque\u00a0: le comité ne se prononce pas.",
    "no_expressed": "Aucun suffrage exprimé\u00a0: non adopté.",
    "tie_reject": "Égalité, sans voix prépondérante\u00a0: non adopté.",
    "casting_vote": "Égalité, la voix de la présidence l’emporte\u00a0: {verdict}.",
    "majority": "À la majorité des suffrages exprimés\u00a0: {verdict}.",
}
VERDICTS = {(False, False): "non adopté", (True, False): "adopté", (True, True): "adopté avec réserves"}


def explanation(
    facts: dict[str, int], *, decided_by: str, adopted: bool, with_conditions: bool, second_call: bool
) -> str:
    """The count in sentences for the screen and the minutes; `facts` are the figures of a result."""
    parts = [ROLL, SECOND_CALL if second_call else QUORUM]
    if decided_by != "quorum_failed":
        parts.append(BALLOTS)
    parts.append(ENDS[decided_by])
    return " ".join(parts).format(**facts, verdict=VERDICTS[adopted, with_conditions])
