"""What the committees refuse and how they explain a count, in French."""

from okote_flow.refusals import sentences

refuse = sentences(
    {
        # the roll
        "quorum-missing": (
            "Quorum non atteint\u00a0: {present} sur {needed}.{cause} "
            "Attendez un membre ou un pouvoir, ou convoquez une seconde séance, qui délibère sans quorum."
        ),
        "quorum-theme-missing": (
            "Il manque un partenaire qualifié sur la thématique du dossier\u00a0: {present} sur {needed}.{cause} "
            "Attendez-le ou son pouvoir, ou convoquez une seconde séance, qui délibère sans quorum."
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
        "no-proxies": "Le règlement de ce comité n’admet pas de pouvoir\u00a0: venez, ou suivez la séance à distance.",
        "one-proxy-each": (
            "Ce membre porte déjà un pouvoir, ou en est le remplaçant (au plus {most} par personne)\u00a0: "
            "choisissez un autre membre."
        ),
        "proxy-chain": (
            "Un pouvoir ne se transmet pas\u00a0: qui donne pouvoir n’en reçoit pas. Choisissez un autre membre."
        ),
        "giver-present": "Ce membre est noté présent\u00a0: il vote lui-même. Enregistrez d’abord son départ.",
        "paper-missing": "Un pouvoir sur papier s’enregistre avec sa preuve\u00a0: dites qui l’a reçu, comment et quand.",
        "proxy-over": "Ce pouvoir est déjà révoqué.",
        "not-called": "Vous n’êtes pas convoqué à cette séance\u00a0: demandez au secrétariat du comité.",
        "answer-missing": "Choisissez une réponse\u00a0: je viens, je suis à distance ou je ne viens pas.",
        "proxy-without-voice": "Ce membre n’a pas de voix délibérative\u00a0: choisissez un membre qui vote.",
        "same-fallback": (
            "Le remplaçant est déjà le mandataire\u00a0: choisissez un autre membre ou laissez ce choix vide."
        ),
        "debated-anyway": "Ce point n’est pas sans désaccord\u00a0: il est débattu de toute façon.",
        # an opinion from outside
        "expert-question-missing": "Posez votre question\u00a0: la personne ne répond qu’à elle.",
        "expert-due-past": "Cette date est passée\u00a0: choisissez aujourd’hui ou plus tard.",
        "expert-piece-elsewhere": "Une de ces pièces n’est plus au dossier\u00a0: rechargez la page et choisissez de nouveau.",
        "expert-recused": "{who} s’est déporté de ce dossier\u00a0: demandez à une autre personne.",
        "expert-carries": "{who} porte ce projet ou appartient à sa structure\u00a0: demandez à une autre personne.",
        "expert-tied": (
            "Un lien est déclaré entre {who} et la structure porteuse\u00a0: "
            "cette personne ne peut pas donner d’avis sur ce dossier."
        ),
        "expert-inside": "{who} lit déjà ce dossier par sa fonction ou son siège\u00a0: son avis se donne en comité.",
        "expert-asked": "Un avis est déjà demandé à {who} sur ce dossier\u00a0: attendez-le, ou retirez la demande.",
        "expert-elsewhere": "Cet avis est demandé à une autre personne\u00a0: connectez-vous avec le compte qui l’a reçu.",
        "expert-over": "Cet avis n’est plus attendu\u00a0: la demande est close, ou le comité s’est prononcé.",
        "expert-link-unsaid": "Dites d’abord si un lien vous unit à ce projet ou à sa structure.",
        "expert-given": "Votre avis est rendu\u00a0: reprenez-le pour le changer.",
        "expert-not-given": "Votre avis n’est pas encore rendu\u00a0: il n’y a rien à reprendre.",
        "expert-words-missing": "Écrivez votre avis, en quelques phrases\u00a0: le fichier joint ne suffit pas.",
        "revocation-unsaid": "Dites pourquoi la demande est retirée\u00a0: le comité garde ce motif.",
        # minutes
        "meeting-not-over": "Le procès-verbal se rédige une fois la séance levée.",
        "minutes-not-draft": (
            "Ce procès-verbal n’est plus en rédaction ({state})\u00a0: reprenez-le pour le corriger, tant qu’il n’est pas adopté."
        ),
        "minutes-edited-meanwhile": (
            "Une autre personne a écrit entre-temps\u00a0: votre texte reste dans la page. Relisez le sien, puis enregistrez."
        ),
        "part-unknown": "Ce point n’est plus à l’ordre du jour de la séance\u00a0: rechargez la page.",
        "part-reserved": (
            "Vous n’avez pas pris part à un point de cette séance\u00a0: une autre personne du bureau le fait à votre place."
        ),
        "minutes-not-read": "Ce procès-verbal n’est pas en relecture ({state})\u00a0: rechargez la page.",
        "not-a-later-meeting": (
            "Un procès-verbal s’adopte à une séance suivante du même comité\u00a0: ouvrez-la d’abord, puis revenez."
        ),
        "minutes-not-approved": "Ce procès-verbal n’est pas encore adopté ({state})\u00a0: il se signe après son adoption.",
        # interests and ties
        "structure-missing": "Nommez la structure avec laquelle vous avez un lien.",
        "interest-reversed": "La fin précède le début\u00a0: corrigez l’une des deux dates.",
        "interest-not-yours": "Seule la personne qui a fait cette déclaration y met fin.",
        "interest-ended": "Ce lien a déjà pris fin, le {on:%d/%m/%Y}. S’il a repris, déclarez-le de nouveau.",
        "report-yourself": "Pour vous-même, choisissez «\u00a0Je me déporte\u00a0»\u00a0: il suffit de le dire.",
        "conflict-known": "Un lien de {who} avec ce dossier est déjà signalé, il attend d’être tranché.",
        "tie-unsaid": "Dites en une phrase quel est ce lien\u00a0: qui tranche doit pouvoir le vérifier.",
        "not-ruling": "Un lien est tranché par le secrétariat ou la présidence du comité qui tient le dossier\u00a0: adressez-vous à eux.",
        "own-conflict": (
            "Personne ne tranche un lien qui le concerne\u00a0: déportez-vous, ou laissez une autre personne du bureau en décider."
        ),
        "conflict-over": "Ce lien est déjà tranché ({state})\u00a0: rechargez la page.",
        "dismissal-unsaid": "Dites pourquoi ce lien n’empêche pas de juger\u00a0: le registre garde ce motif.",
        "conflict-undecided": (
            "Un lien avec ce dossier reste à trancher pour {who}. La personne se déporte, ou le secrétariat ou la "
            "présidence tranche, page «\u00a0Liens et déports\u00a0» du dossier. Puis recommencez."
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
        "own-seat": "Personne ne se confie un siège à soi-même\u00a0: demandez à une autre personne du bureau, ou à l’administration des comptes.",
        "own-substitute": "{who} est déjà titulaire ou suppléant de ce siège sur cette période\u00a0: mettez d’abord fin à ce mandat.",
        "not-substitutable": "Ce siège n’a pas de suppléant\u00a0: ouvrez-le d’abord à la suppléance, s’il peut l’être.",
        "named-for-themselves": (
            "Un partenaire qualifié est nommé pour lui-même et ne se fait pas suppléer (CRPA R133-3)\u00a0; "
            "la présidence et le secrétariat passent au rang suivant. Laissez ce siège sans suppléant."
        ),
        "substitute-there": "{who} est suppléant de ce siège\u00a0: mettez d’abord fin à ce mandat.",
        "presidency-votes": "Qui préside a une voix délibérative\u00a0: laissez-la à ce siège.",
        "seat-unnamed": "Donnez un nom à ce siège.",
        "seat-unchanged": "Ce siège est déjà ainsi\u00a0: changez au moins une réponse, ou revenez au comité.",
        "seat-closed": "Ce siège est fermé depuis le {on:%d/%m/%Y}\u00a0: rouvrez-le d’abord.",
        "seat-not-closed": "Ce siège n’est pas fermé.",
        "seat-held": "{who} a ou aura un mandat sur ce siège\u00a0: mettez-y fin avant de fermer le siège.",
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
        "meeting-unchanged": "Rien ne change\u00a0: modifiez la date, l’heure, le lieu ou le lien.",
        "link-not-https": "Le lien pour suivre à distance commence par https://\u00a0: copiez-le en entier.",
        "meeting-not-today": "La séance est fixée au {day:%d/%m/%Y}\u00a0: elle s’ouvre ce jour-là.",
        "meeting-elsewhere": "Une autre séance de ce comité est en cours\u00a0: levez-la d’abord.",
        "agenda-empty": "L’ordre du jour est vide\u00a0: inscrivez au moins un point avant de convoquer.",
        "agenda-changed": "L’ordre du jour a changé entre-temps\u00a0: rechargez la page, puis rangez-le de nouveau.",
        "order-unchanged": "L’ordre du jour est déjà dans cet ordre\u00a0: rien n’est à changer.",
        "point-untitled": "Un point a un intitulé\u00a0: dites en quelques mots de quoi il s’agit.",
        "agenda-fixed": "Une seconde séance reprend l’ordre du jour de la première, sans l’allonger.",
        "no-second-call": "Le règlement de ce comité n’admet pas de seconde séance sans quorum\u00a0: inscrivez les dossiers à une nouvelle séance.",
        "called-again": "La seconde séance est déjà prévue.",
        "nothing-to-call-again": "Aucun point n’a manqué de quorum\u00a0: inscrivez les dossiers à une nouvelle séance.",
        "wrong-committee": "Ce dossier n’est pas devant ce comité\u00a0: inscrivez-le quand il y arrive.",
        "already-on-agenda": "Ce dossier est déjà à l’ordre du jour de la séance du {day:%d/%m/%Y}.",
        "item-state": "Ce point est «\u00a0{state}\u00a0»\u00a0: rechargez la page pour voir où en est la séance.",
        "item-running": "Le point {position} est en cours\u00a0: proclamez sa décision ou laissez-le avant d’en appeler un autre.",
        "seat-elsewhere": "Ce siège n’est pas de ce comité.",
        "seat-vacant": "Ce siège n’a ni titulaire ni suppléant aujourd’hui.",
        "not-of-seat": "{who} n’est ni titulaire ni suppléant de ce siège aujourd’hui\u00a0: choisissez une de ces deux personnes.",
        "seat-occupied": (
            "{who} siège déjà sur ce siège ({seat})\u00a0: une seule personne y siège à la fois. "
            "La présidence ou le secrétariat peut enregistrer le passage du siège de l’une à l’autre."
        ),
        "on-another-seat": (
            "{who} siège déjà à cette séance ({seat})\u00a0: une personne occupe un seul siège. "
            "Notez d’abord son départ de ce siège."
        ),
        "nobody-to-hand-over-to": "Ce siège n’a qu’une personne aujourd’hui\u00a0: nommez d’abord l’autre, titulaire ou suppléant.",
        "voice-in-poll": (
            "Un scrutin est ouvert, et {who} y porte la voix de ce siège\u00a0: le passage se fait après la clôture, "
            "le siège change de voix au scrutin suivant."
        ),
        "not-present": "Ce siège n’est pas noté présent\u00a0: il n’y a pas de départ à enregistrer.",
        "meeting-suspended": "La séance est suspendue depuis {at:%H h %M}\u00a0: votez à la reprise, le temps du vote attend aussi.",
        "resumption-past": "L’heure de reprise est déjà passée\u00a0: choisissez une heure à venir, ou laissez ce champ vide.",
        "nothing-left": "Aucun point ne reste à reporter\u00a0: tous sont décidés, retirés ou déjà à un autre ordre du jour.",
        "not-to-come": "Les points se reportent à une autre séance à venir du même comité\u00a0: choisissez-la ou prévoyez-la d’abord.",
        # the committee's own rules
        "no-fraction": "{label}\u00a0: {num}/{den} n’est pas une part. Le numérateur va de 1 au dénominateur.",
        "no-majority": "Une part qui n’est pas plus de la moitié laisserait adopter et rejeter à la fois\u00a0: demandez plus de 1/2.",
        "secret-too-few": "À moins de {fewest} votants un vote secret ne cache rien\u00a0: fixez {fewest} votants ou plus.",
        "quorum-of-nobody": "Une salle vide ne décide pas\u00a0: fixez au moins un membre.",
        "rule-below-zero": "Un nombre de jours ou de pouvoirs ne descend pas sous zéro.",
        "rules-unchanged": "Ces règles sont déjà celles du comité\u00a0: changez-en au moins une.",
        "reference-missing": "Indiquez l’acte qui adopte ces règles\u00a0: date et référence de la délibération ou du procès-verbal.",
        "valid-too-early": (
            "Ces règles vaudraient avant les précédentes ou avant leur adoption\u00a0: choisissez une date à partir du {earliest:%d/%m/%Y}."
        ),
        # a poll
        "poll-open": "Un scrutin est ouvert, ou attend d’être proclamé\u00a0: menez-le d’abord à son terme.",
        "poll-closed": "Le scrutin n’est plus ouvert depuis le {at:%d/%m/%Y à %H:%M:%S}\u00a0: plus aucun bulletin n’y est compté.",
        "poll-running": "Le scrutin est encore ouvert\u00a0: clôturez-le d’abord.",
        "poll-void": "Ce scrutin est annulé\u00a0: {reason}",
        "tie-open": "Ce scrutin n’a rien décidé\u00a0: {way}.",
        "poll-superseded": "Un nouveau tour a remplacé ce scrutin\u00a0: c’est le dernier tour qui se proclame.",
        "verdict-pending": "Un vote favorable attend d’être proclamé\u00a0: proclamez-le d’abord.",
        "not-adopted": "Aucun vote favorable n’est acquis sur ce dossier\u00a0: seul un scrutin clos et adopté se proclame ainsi.",
        "adopted": "Aucun vote n’a écarté ce dossier\u00a0: seul un scrutin clos et non adopté se proclame ainsi.",
        "redirect-adopted": "Un dossier adopté ne se réoriente pas\u00a0: laissez ce champ vide.",
        "not-your-seat": "Vous ne tenez pas ce siège\u00a0: chacun vote pour soi.",
        "way-imposed": "Assez de membres ont demandé un autre vote : ouvrez ce scrutin en {way}.",
        "urn-key-missing": "Le vote secret n’est pas installé sur ce serveur : votez autrement, ou demandez à l’exploitant la clé de l’urne.",
        "too-few-for-secret": (
            "Un vote secret demande au moins {least} voix, et il y en a {voices} : le résultat dirait qui a voté quoi. "
            "Votez en public, ou attendez d’autres membres."
        ),
        "end-missing": "Une consultation écrite a une date de fin : choisissez-la.",
        "end-past": "La fin du vote est déjà passée : choisissez un moment à venir.",
        "end-sooner": "Un vote se prolonge, il ne se raccourcit pas : choisissez un moment après celui qui est annoncé.",
        "hands-elsewhere": "Un vote à main levée se compte en une fois : entrez les mains comptées en salle.",
        "subject-changed": (
            "Le dossier ou la proposition a changé depuis l’ouverture : la présidence annule ce scrutin et ouvre un nouveau tour."
        ),
        "nothing-amended": "La proposition est la même : changez un montant ou une réserve, ou laissez le vote se terminer.",
        "secret-poll": "Ce vote est secret : déposez un bulletin dans l’urne, il ne porte pas votre nom.",
        "not-secret": "Ce vote n’est pas secret : votez en votre nom.",
        "counted-in-room": "Ce vote se compte en salle, à main levée : levez la main.",
        "not-secret-confirmed": "Un bulletin secret ne se reprend pas : relisez votre choix, puis confirmez.",
        "vote-asked": "Vous l’avez déjà demandé sur ce point.",
        "no-withdrawal-asked": "Le porteur n’a pas demandé le retrait : terminez le vote, ou annulez-le avec un motif.",
        "no-proxy-here": "Ce siège n’est pas représenté par un pouvoir dans ce scrutin : il n’y a rien à rendre.",
        "not-arrived": "Ce membre n’est pas noté présent : enregistrez d’abord son arrivée.",
        "proxy-has-voted": "Le vote par pouvoir est déjà déposé : il vaut pour ce scrutin.",
        "letter-state": "La lettre est «\u00a0{state}\u00a0»\u00a0: cela ne s’y fait pas, ou plus. Rechargez la page.",
        "letter-empty": "Une lettre a un objet et un texte\u00a0: complétez-les.",
        "letter-variable": "La variable {name} n’existe pas\u00a0: choisissez-en une dans la liste à côté du texte.",
        "letter-brace": "Une accolade est seule\u00a0: une variable s’écrit entre deux accolades, par exemple {{projet}}.",
        "letter-block": "Le texte doit garder {name} ({what})\u00a0: cette mention est obligatoire.",
        "letter-not-as-read": "Le texte de cette lettre a changé depuis que vous l’avez ouverte\u00a0: relisez-la, puis signez.",
        "letter-edited-meanwhile": "Quelqu’un d’autre vient d’enregistrer ce texte. Le vôtre est conservé ci-dessous\u00a0: comparez, puis enregistrez à nouveau.",
        "not-due": "Ce scrutin n’a pas de date de fin passée : la présidence le clôt.",
        # a vote on paper
        "sheet-misread": "Ce code de feuille comporte une erreur\u00a0: recopiez-le tel qu’il est imprimé, lettre finale comprise.",
        "sheet-elsewhere": "Cette feuille est celle d’une autre séance ou d’un autre point\u00a0: saisissez-la sur la page de son point.",
        "sheet-outdated": (
            "Cette feuille porte sur la version {printed} du dossier, qui en est à la version {version}\u00a0: "
            "votez de nouveau, sur une feuille imprimée maintenant."
        ),
        "sheet-replayed": (
            "Cette feuille est celle du tour {printed}, et c’est le tour {round} qui est attendu\u00a0: "
            "une feuille ne sert qu’une fois. Vérifiez le résultat déjà enregistré."
        ),
        "sheet-sum": (
            "La feuille compte {sum} voix, mais {present} sont présentes ou représentées\u00a0: "
            "corrigez d’abord les présences d’après l’émargement, ou relisez la feuille."
        ),
        "sheet-absent": (
            "La feuille donne un vote à qui n’est pas noté présent ou représenté ({who})\u00a0: "
            "enregistrez d’abord sa présence d’après l’émargement."
        ),
        # a connection
        "connection-grace": (
            "La connexion de {who} est perdue\u00a0: ce délai court jusqu’à {until:%H:%M:%S}. "
            "Attendez sa reconnexion ou la fin du délai."
        ),
        "not-remote": "Ce membre n’est pas noté à distance\u00a0: enregistrez son départ s’il est sorti.",
        "hands-missing": "Le comité ne l’a pas encore décidé à main levée\u00a0: cela se compte en séance, sur le point appelé.",
        "hands-mismatch": "Pour, contre et abstentions font {sum}, mais {present} voix sont présentes\u00a0: recomptez les mains.",
        # projects that were noticed
        "lead-not-yours": "Les projets repérés se tiennent au comité de leur territoire et à Alsace Active\u00a0: adressez-vous à eux.",
        "lead-unnamed": "Dites de quel projet ou de quelle structure il s’agit.",
        "contact-unexplained": (
            "Un contact se garde avec une raison et une date de fin\u00a0: remplissez les deux, ou laissez le contact vide."
        ),
        "contact-kept-too-long": "Un contact se garde d’aujourd’hui au {last:%d/%m/%Y} au plus tard\u00a0: choisissez une date entre les deux.",
        "contact-erased": "Rien n’est à effacer ici\u00a0: ni contact, ni paroles notées lors d’un appel.",
        "lead-edited-meanwhile": "Quelqu’un d’autre vient de corriger ce projet repéré, ou d’en effacer le contact\u00a0: comparez avec sa page, puis enregistrez à nouveau.",
        "lead-known": (
            "Un projet du même nom ou du même SIREN est déjà repéré\u00a0: {names}. Ouvrez-le dans la liste, "
            "ou cochez «\u00a0C’est un autre projet\u00a0»."
        ),
        "caller-elsewhere": "L’appel se confie à une personne qui siège au comité\u00a0: choisissez-la dans la liste.",
        "call-day-past": "Le jour d’appeler est déjà passé\u00a0: choisissez aujourd’hui ou un jour à venir.",
        "call-not-due": "Cet appel n’est pas à rappeler aujourd’hui, ou l’a déjà été.",
        "lead-closed": "Ce projet est devenu un dossier\u00a0: suivez-le sur la page du dossier, ou détachez-le d’abord.",
        "lead-merged": "Ce projet est réuni avec «\u00a0{name}\u00a0»\u00a0: continuez sur la page de celui-ci, ou séparez-les d’abord.",
        "lead-not-merged": "Ce projet n’est réuni avec aucun autre.",
        "lead-elsewhere": "On ne réunit que deux projets différents du même comité\u00a0: choisissez-en un autre.",
        "lead-not-linked": "Ce projet n’est lié à aucun dossier.",
        "dossier-elsewhere": "Ce dossier n’est pas de ce territoire, ou vous est fermé\u00a0: choisissez-en un dans la liste.",
        "call-to-come": "Un appel se note une fois passé\u00a0: choisissez aujourd’hui ou un jour d’avant.",
        "back-day-missing": "Dites quel jour revenir vers ce projet\u00a0: un jour à venir.",
        "drop-unsaid": "Dites en une phrase pourquoi ce projet reste sans suite.",
        "call-not-last": "Seul le dernier appel noté se retire\u00a0: rechargez la page.",
        "invitation-over": "Cette invitation n’est plus valable\u00a0: déposez votre projet depuis la page d’accueil, ou demandez un autre lien.",
        "invitation-yours": "Cette invitation est pour la personne qui porte le projet\u00a0: transmettez-lui le lien.",
        "invitation-taken": "Un dossier est déjà ouvert avec cette invitation, par un autre compte\u00a0: connectez-vous avec lui.",
        # help to a campaign
        "not-helping": "Les coups de main viennent du comité du territoire\u00a0: seules les personnes qui y siègent en proposent.",
        "campaign-not-running": "La campagne n’est pas en cours\u00a0: les coups de main se proposent pendant qu’elle court.",
        "help-unsaid": "Dites en une phrase ce que vous ferez.",
        "help-day-past": "Ce coup de main est promis pour un jour déjà passé\u00a0: choisissez un jour à venir, ou aucun.",
        "help-not-yours": "Seule la personne qui a proposé ce coup de main en dit la suite.",
        "help-over": "Ce coup de main est donné\u00a0: dites d’abord qu’il ne l’est pas encore, puis retirez-le.",
        "help-withdrawn": "Ce coup de main a été retiré entre-temps\u00a0: rechargez la page.",
        "not-the-holder": "C’est à la structure porteuse de dire si elle veut ce coup de main.",
        "not-thanking": "Le merci vient de la structure porteuse ou de la personne qui suit le dossier.",
        "thanks-unsaid": "Écrivez un mot de remerciement.",
    }
)

RECUSALS_ALONE = " Il est perdu seulement par les déports."

# A count is told so that its reader can do the sum again: who was there, the quorum, the votes, the end.
ROLL = (
    "Sièges délibératifs\u00a0: {n_seats}\u00a0; déports\u00a0: {n_recused}\u00a0; "
    "absents ou non représentés\u00a0: {n_absent}\u00a0; ayant voix\u00a0: {n_entitled}."
)
SECOND_CALL = "Seconde séance sur le même ordre du jour, sans condition de quorum."
QUORUM = "Quorum\u00a0: {quorum_value} pour {quorum_required} requis, sur {quorum_base}."
OF_THEME = "Partenaires qualifiés sur la thématique\u00a0: {theme_value} pour {theme_required} requis."
BALLOTS = (
    "Pour\u00a0: {favourable}, dont avec réserves\u00a0: {n_for_with_conditions}\u00a0; "
    "contre\u00a0: {n_against}\u00a0; abstentions\u00a0: {n_abstain}\u00a0; sans vote\u00a0: {n_silent}. "
    "{base}\u00a0: {base_value}\u00a0; majorité\u00a0: {majority_required}."
)
BASES = {
    "expressed": ("Suffrages exprimés", "À la majorité des suffrages exprimés"),
    "cast": ("Votes émis, abstentions comprises", "À la majorité des votes émis"),
    "present": ("Membres présents ou représentés", "À la majorité des présents ou représentés"),
    "in_office": ("Membres en exercice", "À la majorité des membres en exercice"),
}
TIES = {
    "reject": "non adopté",
    "casting_vote": "la voix de la présidence l’emporte (vote public)",
    "second_round": "second tour",
    "adjourn": "point renvoyé à la séance suivante",
}
WEIGHS = " Sur cette base, qui s’abstient ou se tait pèse comme un vote contre."
ENDS = {
    "quorum_failed": "Le quorum manque\u00a0: le comité ne se prononce pas.",
    "no_expressed": "Aucun suffrage exprimé\u00a0: non adopté.",
    "tie_reject": "Égalité, sans voix prépondérante\u00a0: non adopté.",
    "casting_vote": "Égalité, la voix de la présidence l’emporte\u00a0: {verdict}.",
    "second_round": "Égalité\u00a0: le règlement demande un second tour, rien n’est décidé.",
    "adjourn": "Égalité\u00a0: le règlement renvoie le point à la séance suivante, rien n’est décidé.",
    "majority": "{by}\u00a0: {verdict}.",
}
VERDICTS = {(False, False): "non adopté", (True, False): "adopté", (True, True): "adopté avec réserves"}


def explanation(
    facts: dict[str, int], *, decided_by: str, adopted: bool, with_conditions: bool, second_call: bool, base: str
) -> str:
    """The count in sentences for the screen and the minutes; `facts` are the figures of a result."""
    parts = [ROLL, SECOND_CALL if second_call else QUORUM]
    if facts["theme_required"]:
        parts.append(OF_THEME)
    if decided_by != "quorum_failed":
        parts.append(BALLOTS + (WEIGHS if base != "expressed" else ""))
    parts.append(ENDS[decided_by])
    of, by = BASES[base]
    return " ".join(parts).format(**facts, base=of, by=by, verdict=VERDICTS[adopted, with_conditions])


def in_stead(name: str, holder: str) -> str:
    """A person, with whom they stand in for, if anybody."""
    of = "d’" if holder[:1].upper() in MUTE else "de "
    return f"{name}, suppléant {of}{holder}" if holder else name


MUTE = frozenset("AÂÀEÉÈÊËIÎÏOÔUÛYH")
