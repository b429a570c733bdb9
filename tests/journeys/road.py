"""A dossier from draft to payment, by hand: what each person clicks and types, whatever browser they sit at."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page

ANSWER = "Le projet répond à ce critère, et voici précisément comment il s’y prend."
IBAN = "FR1420041010050500013M02606"


@dataclass
class Road:
    """`sit(role)` is that person's page; `forward(days)` moves business time; `look` is called on each page met."""

    sit: Callable[[str], Page]
    forward: Callable[[int], None]
    look: Callable[[Page], None]
    quote: Path
    dossier: str = ""  # its address, once the draft is open

    def see(self, page: Page, address: str) -> None:
        page.goto(address)
        self.look(page)

    def press(self, page: Page, name: str) -> None:
        """The button in the page's content that says so."""
        self.click(page.locator("main").get_by_role("button", name=name, exact=True).first)
        assert page.locator("h1").count() == 1, page.content()

    def click(self, target: Locator) -> None:
        """A link or a button that leads to another page: the next act waits until that one is there."""
        with target.page.expect_navigation():
            target.click()

    def go_on(self, page: Page) -> None:
        """The button that saves a part of the form and goes on."""
        self.click(page.locator("main form button:not([name])").first)

    def follow(self, page: Page, name: str) -> None:
        self.click(page.locator("main").get_by_role("link", name=name, exact=True).first)

    def write(self, page: Page, **values: str) -> None:
        for name, value in values.items():
            field = page.locator(f"main [name={name}]")
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    # The holder writes

    def drafts(self, title: str) -> None:
        page = self.sit("holder")
        self.see(page, "/mes-projets/nouveau/")
        self.write(page, title=title)
        self.press(page, "Ouvrir le brouillon")
        self.dossier = "/dossiers/{}/".format(page.url.split("/dossiers/")[1].split("/")[0])
        self.see(page, f"{self.dossier}structure/")
        self.write(
            page, name="Bocaux & Compagnie", legal_form="local_association", city="Haguenau", siret="24670048800017"
        )
        self.write(page, court="Haguenau", volume="12", folio="34")
        self.go_on(page)
        self.see(page, f"{self.dossier}projet/")
        self.write(page, summary="Une conserverie de quartier qui sauve les surplus.", city="Haguenau", theme="food")
        page.locator("main [name=territory]").select_option(label="Nord Alsace")
        self.write(page, goal_cents="12 000")
        self.go_on(page)
        self.see(page, f"{self.dossier}criteres/")
        for number in range(1, 7):
            self.see(page, f"{self.dossier}criteres/{number}/")
            page.locator("main textarea").fill(ANSWER)
            self.go_on(page)
        for side, label in (("expense", "Autoclave"), ("resource", "Campagne Okoté")):
            self.see(page, f"{self.dossier}budget/")
            page.locator(f"main [name=side][value={side}]").check()
            self.write(page, label=label, cents="12 000")
            self.press(page, "Ajouter cette ligne")
        self.see(page, f"{self.dossier}pieces/")
        self.write(page, kind="quote")
        page.locator("main [name=file]").set_input_files(self.quote)
        page.locator("main form[enctype] button").first.click()
        page.locator("#pieces").get_by_text(self.quote.name).wait_for()
        self.see(page, f"{self.dossier}engagement-republicain/")
        page.locator("main [name=agree]").check()
        self.press(page, "Souscrire")

    def submits(self) -> None:
        page = self.sit("holder")
        self.see(page, f"{self.dossier}deposer/")
        self.press(page, "Déposer mon projet")
        self.look(page)
        self.see(page, f"{self.dossier}accuse/")

    # The officer reads

    def asks_and_gets_complements(self) -> None:
        officer, holder = self.sit("officer"), self.sit("holder")
        self.see(officer, "/ma-corbeille/")
        self.see(officer, f"{self.dossier}questions/")
        self.write(officer, text="Quel local avez-vous trouvé ?")
        self.click(officer.locator("main form:has([name=text]) button").first)
        self.see(officer, f"{self.dossier}demander-des-complements/")
        self.press(officer, "Demander des compléments")
        self.see(holder, "/ma-corbeille/")
        self.see(holder, f"{self.dossier}complements/")
        holder.locator("main textarea").first.fill("L’ancienne boulangerie de la rue du Moulin.")
        self.click(holder.locator("main form button").first)
        self.see(holder, f"{self.dossier}envoyer-mes-reponses/")
        self.press(holder, "Envoyer mes réponses")

    def admits(self) -> None:
        page = self.sit("officer")
        self.see(page, self.dossier)
        self.follow(page, "Constater la compétence de la CeA")
        page.locator("main [name=competent]").first.check()
        self.write(page, ground="Insertion par l’activité.")
        self.click(page.locator("main form button").first)
        self.see(page, self.dossier)
        self.follow(page, "Déclarer recevable")
        self.press(page, "Déclarer recevable")

    # The committees decide

    def screens(self, members: list[str]) -> None:
        for member in members:
            page = self.sit(member)
            self.see(page, "/ma-corbeille/")
            self.see(page, f"/comites{self.dossier}examen/")
            self.see(page, f"/comites{self.dossier}examen/?vue=avis")
            page.locator("main [name=link][value=no]").check()
            for mark in page.locator("main [name^=mark_][value=yes]").all():
                mark.check()
            page.locator("main [name=overall][value=favourable]").check()
            self.press(page, "Rendre mon avis")
            page.get_by_text("Votre avis est rendu.").wait_for()
        page = self.sit("secretary")
        self.see(page, f"/comites{self.dossier}avis/")
        page.locator("main [name=favourable]").first.check()
        self.write(page, reason="Le comité soutient ce projet utile au quartier.")
        self.press(page, "Enregistrer l’avis")

    def convenes(self, day: str) -> str:
        """Gives the address of the meeting."""
        page = self.sit("engagement_secretary")
        self.see(page, "/comites/engagement/seances/nouvelle/")
        self.write(page, day=day, hour="10:00", place="Hôtel d’Alsace, salle 2")
        self.click(page.locator("main form button").first)
        meeting = "/seances/{}/".format(page.url.split("/seances/")[1].split("/")[0])
        number = self.dossier.strip("/").split("/")[-1]
        page.locator("main [name=dossier]").select_option(number)
        self.press(page, "Inscrire")
        self.see(page, f"{meeting}convoquer/")
        self.click(page.locator("main form button").first)
        return meeting

    def votes(self, meeting: str, voters: list[str]) -> None:
        page, chair = self.sit("engagement_secretary"), self.sit("chair")
        self.see(page, meeting)
        self.press(page, "Ouvrir la séance")
        count = page.locator("main form:has([name=seat])").count()
        for place in range(count):
            self.click(page.locator("main form:has([name=seat])").nth(place).locator("[value=room]"))
        self.click(page.locator("main form[action$='appeler/'] button").first)
        self.see(chair, meeting)
        self.click(chair.locator("main a[href$='mettre-au-vote/']").first)
        self.look(chair)
        for field in chair.locator("main fieldset").first.locator("input").all():
            if "Collectivité" in (chair.locator(f"label[for={field.get_attribute('id')}]").text_content() or ""):
                field.fill("3 000")
        self.press(chair, "Ouvrir le scrutin")
        for voter in voters:
            ballot = self.sit(voter)
            self.see(ballot, f"/comites{self.dossier}vote/")
            ballot.locator("main [name=choice][value=for]").check()
            self.click(ballot.locator("main form:has([name=choice]) button").first)
        self.see(chair, f"/comites{self.dossier}vote/")
        self.click(chair.locator("main form[action$='clore/'] button").first)
        self.click(chair.locator("main a[href$='proclamer/']").first)
        self.look(chair)
        self.click(chair.locator("main form[method=post] button").first)

    # Money comes and goes

    def campaigns(self, gifts: list[str]) -> None:
        number = self.dossier.strip("/").split("/")[-1]
        money = f"/argent{self.dossier}"
        officer, holder = self.sit("officer"), self.sit("holder")
        self.see(officer, f"{money}campagne/")
        self.write(officer, goal_cents="9 000", days="15")
        self.click(officer.locator("main form:has([name=days]) button").first)
        for partner, cap in (("Collectivité", "3 000"), ("Menuiserie", "3 000")):
            self.see(officer, f"{money}campagne/")
            choice = officer.locator("main [name=partner] option", has_text=partner).first.get_attribute("value")
            officer.locator("main [name=partner]").select_option(choice)
            self.write(officer, cap_cents=cap)
            if partner == "Collectivité":
                own = officer.locator("main [name=envelope] option", has_text=partner).first.get_attribute("value")
                officer.locator("main [name=envelope]").select_option(own)
            self.click(officer.locator("main form:has([name=cap_cents]) button").first)
        self.see(holder, f"/argent/actes/accepter-la-campagne/{number}/")
        self.click(holder.locator("main form[method=post] button").first)
        self.see(officer, f"/argent/actes/ouvrir-la-campagne/{number}/")
        self.click(officer.locator("main form[method=post] button").first)
        for amount in gifts:
            self.see(officer, f"{money}dons/")
            self.write(officer, cents=amount)
            self.click(officer.locator("main form:has([name=cents]) button").first)

    def _act(self, who: str, slug: str, number: str, **values: str) -> Page:
        """Open the page of an act on money, fill what it asks, press its button."""
        page = self.sit(who)
        self.see(page, f"/argent/actes/{slug}/{number}/" if number else f"/argent/actes/{slug}/")
        self.write(page, **values)
        self.click(page.locator("main form[method=post] button").first)
        assert "/actes/" not in page.url, page.locator("main").inner_text()
        return page

    def settles(self) -> None:
        number = self.dossier.strip("/").split("/")[-1]
        money = f"/argent{self.dossier}"
        self._act("treasurer", "preparer-le-decompte", number)
        director = self.sit("director")
        self.see(director, f"{money}decompte/")
        self.click(director.locator("main a[href*='approuver-le-decompte'], main form[action*='approuver']").first)
        self.click(director.locator("main form[method=post] button").first)
        self._act("treasurer", "arreter-l-abondement", number)

    def pays(self, gifts: str) -> None:
        number = self.dossier.strip("/").split("/")[-1]
        money = f"/argent{self.dossier}"
        self._act("holder", "donner-l-iban", number, iban=IBAN, holder="Bocaux & Compagnie")
        officer = self.sit("officer")
        self.see(officer, f"{money}iban/")
        self.click(officer.locator("main a[href*='verifier-l-iban']").first)
        self.look(officer)
        self.write(officer, proof="RIB lu au téléphone avec la trésorière.")
        self.click(officer.locator("main form[method=post] button").first)
        treasurer = self.sit("treasurer")
        for _ in range(5):
            self.see(treasurer, "/argent/encaissements/")
            due = treasurer.locator("main a[href*='/actes/encaisser/']")
            if not due.count():
                break
            self.click(due.first)
            self.look(treasurer)
            self.write(treasurer, cents=gifts, key=f"VIR-{treasurer.url.rstrip('/').rsplit('/', 1)[-1]}")
            self.click(treasurer.locator("main form[method=post] button").first)
            assert "/actes/" not in treasurer.url, treasurer.locator("main").inner_text()
        self._act("officer", "preparer-le-versement", number)
        for who in ("director", "treasurer"):
            page = self.sit(who)
            self.see(page, f"{money}versement/")
            self.click(page.locator("main a[href*='approuver-le-versement']").first)
            self.look(page)
            self.click(page.locator("main form[method=post] button").first)
        self.see(treasurer, f"{money}versement/")
        self.click(treasurer.locator("main a[href*='executer-le-versement']").first)
        self.write(treasurer, bank_reference="SEPA-2022-001")
        self.click(treasurer.locator("main form[method=post] button").first)
        self._act("treasurer", "tout-est-paye", number)
        for page in (self.sit("holder"), officer, treasurer, self.sit("director")):
            self.see(page, self.dossier)
        self.see(treasurer, f"{money}ecritures/")
