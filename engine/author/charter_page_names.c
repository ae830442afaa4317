/* charter_page_names.c: names that policies share (channels, places, roles, ladders of the shipped policies) as words. A policy's own `say` goes before them. */
#include "engine/author/charter_page.h"

/* `of` NULL: what the name is called; else what a value of that fact or field means, said alone. */
typedef struct known {
    const char *of, *name, *en, *fr;
} known;
/* clang-format off */
static const known names[] = {
    /* what a contact has */
    {NULL, "at", "when", "date"}, {NULL, "channel", "way of contact", "moyen de contact"}, {NULL, "direction", "direction", "sens"}, {NULL, "outcome", "what came of it", "issue"},
    {NULL, "person", "person", "personne"}, {NULL, "recipient", "recipient", "destinataire"}, {NULL, "place", "place", "lieu"}, {NULL, "number", "number", "numéro"}, {NULL, "line", "line", "ligne"},
    {NULL, "dialer", "way of dialling", "composition de l'appel"}, {NULL, "with_prior_consent", "consent given before", "accord donné auparavant"}, {NULL, "callback_requested", "a call back was asked for", "rappel demandé par la personne"},
    {NULL, "requested_by_debtor", "asked for by the person", "demandé par la personne"}, {NULL, "reply_same_medium", "a reply in the way the person used", "réponse par le moyen que la personne a utilisé"}, {NULL, "purpose", "purpose", "but"},
    {NULL, "action", "step", "démarche"}, {NULL, "amount", "the amount", "le montant"}, {NULL, "debts", "the debts it is about", "les dettes concernées"}, {NULL, "debt", "debt", "dette"}, {NULL, "opt_out_notice", "it says how to refuse this way of contact", "il indique comment refuser ce moyen de contact"},
    {NULL, "visibility", "who can see it", "visibilité"}, {NULL, "address_kind", "kind of address", "type d'adresse"}, {NULL, "letter_reference_recalled", "it recalls reference and date of the letter", "il rappelle la référence et la date de la lettre"},
    {NULL, "automated", "sent without a person", "envoyé sans intervention humaine"}, {NULL, "about", "what it was about", "sujet"}, {NULL, "asked", "questions put", "questions posées"},
    {"with_prior_consent", "false", "without consent given before", "sans accord donné auparavant"}, {"callback_requested", "false", "no call back was asked for", "sans rappel demandé par la personne"},
    {"requested_by_debtor", "false", "not asked for by the person", "sans demande de la personne"}, {"reply_same_medium", "false", "no reply in the way the person used", "sans être une réponse par le moyen que la personne a utilisé"},
    {"automated", "false", "sent by a person", "envoyé par une personne"}, {"opt_out_notice", "false", "without saying how to refuse this way of contact", "sans indiquer comment refuser ce moyen de contact"},
    {"letter_reference_recalled", "false", "without reference and date of the letter", "sans rappeler la référence et la date de la lettre"},
    {"channel", "letter", "letter", "lettre"}, {"channel", "portal", "online account", "espace en ligne"}, {"channel", "email", "e-mail", "courriel"}, {"channel", "sms", "text message", "SMS"}, {"channel", "whatsapp", "WhatsApp", "WhatsApp"},
    {"channel", "voice", "call", "appel"}, {"channel", "visit", "visit", "visite"}, {"channel", "social", "social network", "réseau social"}, {"channel", "bureau", "report to a credit bureau", "signalement à une agence de crédit"}, {"channel", "ledger", "booking of an amount", "inscription d'une somme au compte"},
    {"direction", "outbound", "from us", "de notre part"}, {"direction", "inbound", "from the person", "de la part de la personne"},
    {"outcome", "no_answer", "no answer", "sans réponse"}, {"outcome", "voicemail", "voicemail", "message sur répondeur"}, {"outcome", "dropped", "cut off", "appel coupé"}, {"outcome", "conversation", "a conversation", "conversation"},
    {"outcome", "not_connected", "not connected", "non abouti"}, {"outcome", "wrong_number", "wrong number", "mauvais numéro"}, {"outcome", "abandoned", "given up", "abandonné"}, {"outcome", "delivered", "delivered", "remis"}, {"outcome", "bounced", "not delivered", "non remis"},
    {"place", "work", "at work", "sur le lieu de travail"}, {"place", "home", "at home", "au domicile"}, {"place", "cell", "on a mobile phone", "sur un téléphone mobile"},
    {"line", "cell", "mobile line", "ligne mobile"}, {"line", "residential", "home line", "ligne du domicile"},
    {"dialer", "manual", "dialled by a person", "composé par une personne"}, {"dialer", "autodialer", "dialled by a machine", "composé par une machine"}, {"dialer", "prerecorded", "a recorded voice", "voix enregistrée"},
    {"visibility", "public", "visible to others", "visible par d'autres"}, {"visibility", "private", "private", "privé"},
    {"address_kind", "personal_email", "personal e-mail address", "adresse de courriel personnelle"}, {"address_kind", "employer_email", "e-mail address at work", "adresse de courriel du travail"},
    {"recipient", "consumer", "the person", "la personne"}, {"recipient", "spouse", "the spouse", "le conjoint"}, {"recipient", "parent_of_minor", "a parent of a minor", "un parent de mineur"}, {"recipient", "guardian", "the guardian", "le tuteur"},
    {"recipient", "personal_representative", "the personal representative", "le représentant personnel"}, {"recipient", "attorney", "the lawyer", "l'avocat"}, {"recipient", "neighbor", "a neighbour", "un voisin"}, {"recipient", "employer", "the employer", "l'employeur"},
    {"recipient", "codebtor", "a co-debtor", "un codébiteur"}, {"recipient", "co_debtor", "a co-debtor", "un codébiteur"},
    {"recipient", "surviving_spouse", "the surviving spouse", "le conjoint survivant"}, {"recipient", "legal_guardian", "the legal guardian", "le tuteur légal"},
    {"recipient", "executor", "the executor", "l'exécuteur testamentaire"}, {"recipient", "administrator", "the administrator of the estate", "l'administrateur de la succession"},
    {"recipient", "confirmed_successor", "the confirmed successor", "le successeur confirmé"},
    {"recipient", "confirmed_successor_in_interest", "the confirmed successor in interest", "l'ayant cause confirmé"},
    {"recipient", "consumer_attorney", "the person's lawyer", "l'avocat de la personne"}, {"recipient", "cra", "a credit bureau", "une agence de crédit"},
    {"recipient", "credit_bureau", "a credit bureau", "une agence de crédit"}, {"recipient", "consumer_reporting_agency", "a credit bureau", "une agence de crédit"},
    {"recipient", "creditor", "the creditor", "le créancier"}, {"recipient", "creditor_attorney", "the creditor's lawyer", "l'avocat du créancier"},
    {"recipient", "collector_attorney", "the collector's lawyer", "l'avocat du recouvreur"}, {"recipient", "relative", "a relative", "un proche"},
    {"recipient", "friend", "a friend", "un ami"}, {"recipient", "coworker", "a colleague", "un collègue"}, {"recipient", "minor", "a minor", "un mineur"}, {"recipient", "guarantor", "a guarantor", "une caution"}, {"recipient", "legal_advisor", "a legal adviser", "un conseiller juridique"}, {"recipient", "debt_adviser", "a debt adviser", "un conseiller en dettes"},
    /* what a message is for */
    {"purpose", "demand", "to ask for payment", "pour demander un paiement"}, {"purpose", "legal", "as a legal step", "comme démarche juridique"}, {"purpose", "help", "to offer help", "pour proposer de l'aide"}, {"purpose", "thanks", "to say thank you", "pour remercier"},
    {"purpose", "collect", "to collect", "pour recouvrer"}, {"purpose", "location_information", "to find out where the person is", "pour savoir où se trouve la personne"}, {"purpose", "opt_out_confirmation", "to confirm a refusal", "pour confirmer un refus"},
    {"purpose", "seek_consent", "to ask for consent", "pour demander un accord"}, {"purpose", "send_verification", "to send the proof of the debt", "pour envoyer la preuve de la dette"}, {"purpose", "terminate_efforts", "to say that efforts end", "pour annoncer la fin des démarches"},
    {"purpose", "intends_remedy", "to announce a remedy", "pour annoncer un recours"}, {"purpose", "cca_required_notice", "to give a notice the law requires", "pour donner un avis que la loi exige"}, {"purpose", "complaint_response", "to answer a complaint", "pour répondre à une réclamation"},
    {"purpose", "debtor_request", "because the person asked", "à la demande de la personne"},
    /* steps, tones: of the shipped policies and of the law packs */
    {"action", "thank", "thanks", "remerciement"}, {"action", "offer_help", "offer of help", "proposition d'aide"}, {"action", "early_support", "early support", "soutien anticipé"}, {"action", "none", "no contact", "aucun contact"},
    {"action", "check_in", "asking how things are", "prise de nouvelles"}, {"action", "listen", "listening", "écoute"}, {"action", "offer_plans", "offer of plans", "proposition d'arrangements"}, {"action", "invite_review", "invitation to a review", "invitation à faire le point"},
    {"action", "remind", "reminder", "rappel"}, {"action", "formal_notice", "formal notice", "avis formel"}, {"action", "contact", "contact", "contact"}, {"action", "furnish", "report to a credit bureau", "signalement à une agence de crédit"},
    {"action", "threaten_suit", "threat of a lawsuit", "menace de poursuites"}, {"action", "charge_interest", "interest", "intérêts"}, {"action", "charge_reminder_fee", "fee for a reminder", "frais de rappel"}, {"action", "charge_collection_fee", "collection fee", "frais de recouvrement"},
    {"action", "charge_collection_cost", "collection costs", "coûts de recouvrement"}, {"action", "charge_collector_fee", "fee of the collector", "honoraires du recouvreur"}, {"action", "claim_indemnity", "claim of an indemnity", "demande d'une indemnité"},
    {"tone", "gratitude", "thankful", "reconnaissant"}, {"tone", "encouragement", "encouraging", "encourageant"}, {"tone", "nudge", "a light word", "léger rappel"}, {"tone", "plain", "plain", "neutre"}, {"tone", "firm", "firm", "ferme"},
    {"plan", "pause", "payment pause", "pause de paiement"}, {"plan", "smaller_instalments", "smaller instalments", "versements plus petits"}, {"plan", "weekly_instalments", "weekly instalments", "versements hebdomadaires"}, {"plan", "longer_spread", "longer spread", "étalement plus long"},
    {"plan", "reduced_with_freeze", "reduced payments", "versements réduits"},
    /* core facts */
    {NULL, "jurisdiction", "place", "lieu"}, {NULL, "role", "who collects", "qui recouvre"}, {NULL, "balance", "the amount owed", "la somme due"}, {NULL, "timezone", "the time zone", "le fuseau horaire"}, {NULL, "currency", "currency", "monnaie"}, {NULL, "language", "the language", "la langue"},
    {"role", "first_party", "collected by the creditor itself", "recouvrement par le créancier lui-même"}, {"role", "third_party", "collected for another, or by a buyer of the debt", "recouvrement pour autrui, ou par un acheteur de la dette"},
    {"jurisdiction", "us", "United States", "États-Unis"}, {"jurisdiction", "us-ma", "Massachusetts", "Massachusetts"}, {"jurisdiction", "us-dc", "District of Columbia", "district de Columbia"}, {"jurisdiction", "us-ny-nyc", "New York City", "ville de New York"},
    {"jurisdiction", "us-ny", "State of New York", "État de New York"}, {"jurisdiction", "us-ca", "California", "Californie"}, {"jurisdiction", "us-fl", "Florida", "Floride"}, {"jurisdiction", "us-wa", "State of Washington", "État de Washington"}, {"jurisdiction", "ca-fed", "Canada (federal)", "Canada (fédéral)"},
    {"jurisdiction", "ca-qc", "Québec", "Québec"}, {"jurisdiction", "ca-on", "Ontario", "Ontario"}, {"jurisdiction", "be", "Belgium", "Belgique"}, {"jurisdiction", "fr", "France", "France"}, {"jurisdiction", "gb", "Great Britain", "Grande-Bretagne"}, {"jurisdiction", "au", "Australia", "Australie"},
    {"vulnerabilities", "health", "health", "santé"}, {"vulnerabilities", "resilience", "few reserves", "peu de réserves"}, {"vulnerabilities", "capability", "understanding or dealing with it", "compréhension ou démarches"}, {"vulnerabilities", "life_event", "a hard moment", "un moment difficile"},
    {"language", "en", "English", "anglais"}, {"language", "fr", "French", "français"},
    /* facts that the law packs read */
    {NULL, "institution", "kind of institution", "type d'établissement"}, {NULL, "state", "state", "État"}, {NULL, "subject", "the person, as a code", "la personne, par un code"},
    {NULL, "postage", "the cost of sending it", "le coût de l'envoi"}, {NULL, "days_past_due", "days late", "jours de retard"},
    {NULL, "time_barred", "too old to be claimed in court", "trop ancien pour être réclamé en justice"}, {NULL, "deceased", "the person has died", "la personne est décédée"},
    {NULL, "charged_off", "a debt that was written off", "une dette passée en perte"}, {NULL, "debt_discharged", "a debt discharged by a court", "une dette effacée par un tribunal"},
    {NULL, "bankruptcy_stay", "a stay in bankruptcy", "une suspension des poursuites pour faillite"},
    {NULL, "spouse_is_codebtor", "the spouse owes the debt too", "le conjoint est codébiteur"}, {NULL, "attorney_known", "a lawyer who is known", "un avocat connu"},
    {NULL, "attorney_unresponsive", "a lawyer who does not answer", "un avocat qui ne répond pas"}, {NULL, "attorney_consents", "consent of the lawyer", "l'accord de l'avocat"},
    {NULL, "legal_advisor_only", "a written request to go through a legal adviser", "une demande écrite de passer par un conseiller juridique"},
    {NULL, "legal_advisor_written", "a written request to go through a legal adviser", "une demande écrite de passer par un conseiller juridique"},
    {NULL, "cease_received_at", "the written request to stop", "la demande écrite d'arrêter"}, {NULL, "medium_opt_outs", "the ways of contact refused", "les moyens de contact refusés"},
    {NULL, "writing_only_registered", "a request by registered mail to write only", "une demande, par courrier recommandé, de n'écrire que des lettres"},
    {NULL, "dispute_registered", "a dispute by registered mail", "une contestation par courrier recommandé"},
    {NULL, "writing_only", "a written request to write only", "une demande écrite de communiquer seulement par écrit"},
    {NULL, "contested_sue_me_written", "a written statement that the debt is contested and may go to court", "une déclaration écrite que la dette est contestée et que le créancier peut aller en justice"},
    {NULL, "written_dispute_received_at", "the written dispute", "la contestation écrite"},
    {NULL, "written_dispute_within_validation_period", "the written dispute came within the validation period", "la contestation écrite est arrivée dans le délai de validation"},
    {NULL, "written_dispute_verification_sent_at", "the proof of the debt sent after the dispute", "la preuve de la dette envoyée après la contestation"},
    {NULL, "employer_prohibits", "an employer who forbids it", "un employeur qui l'interdit"},
    {NULL, "consumer_wrote_from_work_email", "the person wrote from an e-mail address at work", "la personne a écrit depuis une adresse de courriel du travail"},
    {NULL, "inconvenient_windows", "the hours that do not suit the person", "les heures qui ne conviennent pas à la personne"},
    {NULL, "convenient_windows", "the hours that suit the person", "les heures qui conviennent à la personne"},
    {NULL, "direct_consent_to_this_time", "direct consent to this time", "l'accord direct pour ce moment"},
    {NULL, "prior_consent_night", "consent given before to contact at night", "un accord donné auparavant pour un contact la nuit"},
    {NULL, "hours_written_consent", "written consent to other hours", "un accord écrit pour d'autres heures"},
    {NULL, "call_consent_at", "the consent to further calls", "l'accord pour d'autres appels"},
    {NULL, "tcpa_consent", "express consent to automated calls", "un accord exprès pour les appels automatisés"},
    {NULL, "electronic_consent", "express consent to electronic messages", "un accord exprès pour les messages électroniques"},
    {NULL, "home_attempts_failed", "attempts at home that failed", "des tentatives au domicile restées sans succès"},
    {NULL, "letter_sent_at", "the letter about the debt", "la lettre au sujet de la dette"}, {NULL, "undeliverable", "the letter came back", "la lettre est revenue"},
    {NULL, "spoke_about_debt_at", "the talk about the debt", "la conversation au sujet de la dette"},
    {NULL, "notice_mailed_at", "the notice on the written-off debt", "l'avis sur la dette passée en perte"}, {NULL, "notice_sent_at", "the written notice", "l'avis écrit"},
    {NULL, "claim_notice_sent_at", "the notice of claim", "l'avis de réclamation"}, {NULL, "formal_notice_sent_at", "the formal notice", "la mise en demeure"},
    {NULL, "debt_collection_procedures", "the creditor is in debt collection procedures", "le créancier mène une procédure de recouvrement"},
    {NULL, "first_reminder_sent_at", "the first reminder", "le premier rappel"}, {NULL, "first_reminder_medium", "how the first reminder was sent", "le moyen d'envoi du premier rappel"},
    {NULL, "reminder_no", "number of this reminder", "numéro de ce rappel"}, {NULL, "regular_delivery", "a contract of regular delivery", "un contrat à livraison régulière"},
    {NULL, "unpaid_instalments_reminded_this_year", "unpaid instalments reminded this year", "échéances impayées rappelées cette année"},
    {NULL, "plan_requested_at", "the request for a plan", "la demande d'un arrangement"}, {NULL, "contested_at", "the contestation", "la contestation"},
    {NULL, "mediation_requested_at", "the request for a mediation", "la demande de médiation"},
    {NULL, "act_prescribed_by_law", "an act that the law prescribes", "un acte que la loi prescrit"}, {NULL, "breathing_space_kind", "kind of breathing space", "type de répit"},
    {NULL, "breathing_space_starts_on", "the first day of the breathing space", "le premier jour du répit"},
    {NULL, "breathing_space_ends_on", "the last day of the breathing space", "le dernier jour du répit"},
    {"first_reminder_medium", "post", "by post", "par la poste"}, {"first_reminder_medium", "electronic", "electronically", "par voie électronique"},
    {"breathing_space_kind", "standard", "standard", "ordinaire"}, {"breathing_space_kind", "mental_health_crisis", "mental health crisis", "crise de santé mentale"},
    {"institution", "bank", "bank", "banque"}, {"institution", "credit_union", "credit union", "coopérative de crédit"}, {"institution", "caisse", "caisse", "caisse"},
    /* how a limit is meant */
    {"nature", "charter", "a promise of our own", "un engagement que nous prenons"}, {"nature", "prohibition", "a ban", "une interdiction"}, {"nature", "presumption", "a presumption: what goes beyond it is presumed to be unlawful", "une présomption" "\xC2\xA0" ": ce qui la dépasse est présumé illicite"},
    {"nature", "safe_harbor", "a safe harbour: within it a practice is presumed to be lawful", "une zone sûre" "\xC2\xA0" ": à l'intérieur, la pratique est présumée licite"}, {"nature", "guidance", "guidance of an authority", "une recommandation d'une autorité"}, {"nature", "disclosure_duty", "a duty to inform", "un devoir d'information"},
    {"status", "verified", "verified against the official text", "vérifié sur le texte officiel"}, {"status", "verified_secondary", "verified in a secondary source; the official text was not seen", "vérifié dans une source secondaire" "\xE2\x80\xAF" "; le texte officiel n'a pas été vu"},
    {"status", "from_memory", "from memory, not verified: have counsel look at it", "de mémoire, non vérifié" "\xC2\xA0" ": à faire relire par un juriste"}, {"status", "withdrawn", "the source was withdrawn", "la source a été retirée"},
};
/* clang-format on */

ru_str ru_page_known(bool french, ru_str of, ru_str name) {
    for (size_t i = 0; i < RU_COUNT(names); i++) {
        const known *k = &names[i];
        if ((k->of != NULL) != (of.n > 0) || (k->of && !ru_str_is(of, k->of)) || !ru_str_is(name, k->name)) continue;
        return ru_str_of(french ? k->fr : k->en);
    }
    return (ru_str){NULL, 0};
}
