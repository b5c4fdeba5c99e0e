import type { Words } from './en.js';

/** What mails say in German. */
export const de: Words = {
  labels: {
    order: 'Bestellung',
    placedOn: 'Bestellt am',
    payment: 'Zahlung',
    subtotal: 'Zwischensumme',
    shipping: 'Versand',
    free: 'Kostenlos',
    tax: 'Steuer',
    total: 'Gesamtsumme',
    shipTo: 'Lieferadresse',
    billTo: 'Rechnungsadresse',
    items: 'Artikel',
    viewOrder: 'Bestellung ansehen',
    trackParcel: 'Sendung verfolgen',
    payNow: 'Jetzt bezahlen',
    setPassword: 'Neues Passwort festlegen',
    code: 'Ihr Code',
    amount: 'Betrag',
    reference: 'Verwendungszweck',
    refund: 'Erstattung',
    return: 'Rücksendung',
    number: 'Nummer',
    note: 'Ein Wort dazu',
    iban: 'IBAN',
    bic: 'BIC',
    accountHolder: 'Kontoinhaber',
    accountNumber: 'Kontonummer',
    routingNumber: 'Routing-Nummer',
    bank: 'Bank',
    transferTo: 'Überweisung an',
    carrier: 'Versanddienst',
    trackingNumber: 'Sendungsnummer',
    parcel: 'Paket',
    product: 'Artikel',
    available: 'Noch da',
  },
  greeting: (name) => (name ? `Guten Tag ${name},` : 'Guten Tag,'),
  footer: {
    order: (number, shop) => `Sie erhalten diese E-Mail wegen Ihrer Bestellung ${number} bei ${shop}.`,
    account: (shop) => `Sie erhalten diese E-Mail wegen Ihres Kontos bei ${shop}.`,
    shop: (shop) => `Sie erhalten diese E-Mail, weil Sie sich um den Bestand von ${shop} kümmern.`,
    automatic: 'Sie wurde automatisch verschickt.',
  },
  sentLater: (price, count) => `${price} (${count} später)`,
  methods: {
    credit_card: 'Kreditkarte',
    debit_card: 'Debitkarte',
    apple_pay: 'Apple Pay',
    paypal: 'PayPal',
    bank_transfer: 'Überweisung',
    crypto: 'Kryptowährung',
  },

  confirmed: {
    subject: (number) => `Ihre Bestellung ${number} ist bestätigt`,
    title: 'Ihre Bestellung ist bestätigt',
    thanks: 'Vielen Dank.',
    paid: (total) => `Ihre Zahlung über ${total} ist eingegangen`,
    promised: (total) => `Ihre Zahlung über ${total} ist vorgemerkt und wird beim Versand abgebucht`,
    ready: (payment) => `Vielen Dank für Ihre Bestellung. ${payment}. Wir stellen Ihre Artikel zusammen.`,
    later: 'Einige davon sind noch nicht auf Lager. Wir schicken sie, sobald sie da sind.',
    missing: (names) =>
      `Nicht auf Lager und daher nicht Teil dieser Bestellung: ${names}. Sie zahlen nichts, was wir nicht liefern können.`,
  },
  cancelled: {
    subject: (number) => `Ihre Bestellung ${number} ist storniert`,
    title: 'Ihre Bestellung ist storniert',
    reasons: {
      customer_request: 'Wie gewünscht haben wir Ihre Bestellung storniert.',
      payment_expired:
        'Ihre Bestellung wurde nicht rechtzeitig bezahlt, deshalb haben wir sie storniert. Die Artikel sind nicht mehr für Sie reserviert.',
      out_of_stock:
        'Es tut uns leid: Ein Artikel Ihrer Bestellung war ausverkauft, bevor Ihre Zahlung eintraf. Wir mussten die Bestellung stornieren.',
      admin: 'Wir mussten Ihre Bestellung stornieren.',
      other: 'Ihre Bestellung wurde storniert.',
    },
    mayStillArrive: 'Falls Ihre Zahlung schon unterwegs ist, schicken wir sie zurück, sobald sie eintrifft.',
  },
  itemsCancelled: {
    subject: (number) => `Artikel aus Ihrer Bestellung ${number} entfernt`,
    title: 'Artikel wurden aus Ihrer Bestellung entfernt',
    what: 'Wir haben diese Artikel aus Ihrer Bestellung genommen. Alles andere bleibt, wie es ist.',
    refund: (amount) =>
      `Ihre Erstattung über ${amount} ist unterwegs. Wir schreiben Ihnen, sobald sie ausgeführt ist.`,
  },
  paymentReturned: {
    subject: (number) => `Wir schicken Ihre Zahlung für Bestellung ${number} zurück`,
    title: 'Wir schicken Ihre Zahlung zurück',
    reasons: {
      paid_already:
        'Ihre Bestellung war schon bezahlt, als uns eine weitere Zahlung erreichte. Ihre Bestellung bleibt, wie sie ist; die zweite Zahlung schicken wir zurück.',
      adjusted:
        'Ihre Zahlung entspricht dem Betrag vor der Änderung Ihrer Bestellung, deshalb schicken wir sie zurück. Ihre Bestellung bleibt, wie sie ist, und kann neu bezahlt werden.',
      other:
        'Ihre Zahlung hat uns erreicht, als diese Bestellung schon beendet war. Wir schicken sie zurück. Sie schulden uns nichts.',
    },
  },
  notices: {
    nothingCharged: {
      title: 'Es wurde nichts abgebucht',
      line: 'Für diese Bestellung gab es keine Zahlung, also auch nichts zu erstatten.',
    },
    promiseReleased: {
      title: 'Es wurde nichts abgebucht',
      line: 'Der vorgemerkte Betrag steht Ihnen wieder zur Verfügung. Bis Ihre Bank das zeigt, können einige Tage vergehen.',
    },
    nothingLeft: {
      title: 'Es ist nichts mehr zu erstatten',
      line: 'Was Sie für diese Bestellung bezahlt haben, wurde schon erstattet oder von Ihrer Bank für Sie zurückgeholt.',
    },
    undecided: {
      title: (amount) => `Ihre Zahlung über ${amount} ist noch nicht entschieden`,
      line: () => 'Sollte sie doch noch eingehen, schicken wir alles zurück.',
    },
    onItsWay: {
      title: (amount) => `Ihre Erstattung über ${amount} ist unterwegs`,
      line: (method) =>
        `Sie geht dorthin zurück, woher das Geld kam (${method}). Meist dauert es 5 bis 10 Werktage, bis sie zu sehen ist.`,
    },
    needsAttention: {
      title: (amount) => `Um Ihre Erstattung über ${amount} kümmern wir uns`,
      line: (method) =>
        `Sie konnte nicht dorthin zurück, woher das Geld kam (${method}). Wir finden mit Ihnen einen anderen Weg.`,
    },
    reference: (id) => `Referenz: ${id}`,
  },
  refunded: {
    subject: (amount, number) => `Wir haben ${amount} für Ihre Bestellung ${number} erstattet`,
    title: (amount) => `Wir haben ${amount} erstattet`,
    what: (method) =>
      `Das Geld ging dorthin zurück, woher es kam (${method}). Meist dauert es 5 bis 10 Werktage, bis es zu sehen ist.`,
  },
  refundFailed: {
    subject: (number) => `Um Ihre Erstattung für Bestellung ${number} kümmern wir uns`,
    title: (amount) => `Um Ihre Erstattung über ${amount} kümmern wir uns`,
    what: (method) => `Das Geld konnte nicht dorthin zurück, woher es kam (${method}).`,
    next: 'Es gehört weiterhin Ihnen. Wir finden einen anderen Weg und melden uns bei Ihnen; Sie müssen jetzt nichts tun.',
  },
  paymentFailed: {
    subject: (number) => `Ihre Zahlung für Bestellung ${number} hat nicht geklappt`,
    title: 'Ihre Zahlung hat nicht geklappt',
    reasons: {
      insufficient_funds: 'Die Karte oder das Konto war nicht gedeckt.',
      card_declined: 'Die Bank hat die Karte abgelehnt.',
      expired_card: 'Die Karte ist abgelaufen.',
      invalid_card_details: 'Die Kartendaten stimmen nicht.',
      payment_blocked: 'Die Zahlung wurde gesperrt.',
      invalid_payment_method: 'Diese Zahlungsart kann nicht verwendet werden.',
      authentication_failed: 'Die Zahlung wurde bei Ihrer Bank nicht bestätigt.',
      other: 'Die Zahlung wurde nicht angenommen.',
    },
    nothingCharged: (reason) => `${reason} Es wurde nichts abgebucht.`,
    next: (until) =>
      `Ihre Bestellung bleibt bis ${until} bestehen. Bis dahin können Sie sie mit einer anderen Karte oder auf andere Weise bezahlen.`,
  },
  instructions: {
    subject: (number) => `So bezahlen Sie Ihre Bestellung ${number}`,
    transfer: (amount) => `Bitte überweisen Sie ${amount}`,
    transferRest: (amount) => `Bitte überweisen Sie noch ${amount}`,
    transferWhat:
      'Vielen Dank für Ihre Bestellung. Bitte geben Sie den Verwendungszweck an, damit wir Ihre Überweisung zuordnen können.',
    partArrived: 'Ein Teil Ihrer Zahlung ist eingegangen. Vielen Dank. Das fehlt noch:',
    crypto: (amount) => `Bitte zahlen Sie ${amount}`,
    cryptoWhat:
      'Vielen Dank für Ihre Bestellung. Die Zahlungsseite zeigt Ihnen die Adresse und den genauen Betrag.',
    until: (until) => `Wir reservieren Ihre Artikel bis ${until} und schicken sie, sobald Sie bezahlt haben.`,
  },
  expiring: {
    subject: (number) => `Ihre Bestellung ${number} wartet auf Ihre Zahlung`,
    title: 'Ihre Bestellung wartet auf Ihre Zahlung',
    what: (until) =>
      `Wir reservieren Ihre Artikel bis ${until}. Ist die Bestellung bis dahin nicht bezahlt, wird sie von selbst storniert.`,
    paidAlready: 'Falls Sie schon bezahlt haben, müssen Sie nichts mehr tun.',
  },
  shipped: {
    subject: (number) => `Ein Paket Ihrer Bestellung ${number} ist unterwegs`,
    title: 'Ihr Paket ist unterwegs',
    what: (carrier) => `Wir haben es an ${carrier} übergeben.`,
    rest: 'Der Rest Ihrer Bestellung folgt in einem weiteren Paket.',
  },
  delivered: {
    subject: (number) => `Ihre Bestellung ${number} ist angekommen`,
    title: 'Ihre Bestellung ist angekommen',
    what: 'Wir hoffen, sie gefällt Ihnen.',
    wrong:
      'Fehlt etwas, oder ist etwas nicht in Ordnung? Öffnen Sie Ihre Bestellung, um es zurückzuschicken.',
  },
  returns: {
    requestedSubject: (number) => `Ihre Rücksendung zu Bestellung ${number} ist angemeldet`,
    requestedTitle: 'Ihre Rücksendung ist angemeldet',
    requested: 'Wir prüfen sie und schreiben Ihnen. Bitte schicken Sie vorher nichts ab.',
    approvedSubject: (number) => `Ihre Rücksendung zu Bestellung ${number} ist genehmigt`,
    approvedTitle: 'Ihre Rücksendung ist genehmigt',
    approved:
      'Bitte schicken Sie diese Artikel an uns zurück und schreiben Sie die Nummer der Rücksendung auf das Paket.',
    refundFollows: 'Sobald sie hier sind, erstatten wir sie.',
    refusedSubject: (number) => `Zu Ihrer Rücksendung zu Bestellung ${number}`,
    refusedTitle: 'Wir können Ihre Rücksendung nicht annehmen',
    refused: 'Wir haben Ihre Anfrage geprüft und können diese Artikel nicht zurücknehmen.',
    receivedSubject: (number) => `Ihre Rücksendung zu Bestellung ${number} ist da`,
    receivedTitle: 'Ihre Rücksendung ist da',
    received: 'Vielen Dank. Diese Artikel sind angekommen.',
    refund: (amount) =>
      `Ihre Erstattung über ${amount} ist unterwegs. Wir schreiben Ihnen, sobald sie ausgeführt ist.`,
  },
  orderLink: {
    subject: (number) => `Ihr Link zu Bestellung ${number}`,
    title: 'Ihr Link zu Ihrer Bestellung',
    what: (days) => `Sie haben um einen neuen Link gebeten. Er zeigt Ihre Bestellung ${days} Tage lang.`,
    notYou: 'Falls Sie das nicht waren, müssen Sie nichts tun.',
  },
  passwordReset: {
    subject: 'Neues Passwort festlegen',
    title: 'Neues Passwort festlegen',
    what: 'Jemand, hoffentlich Sie, hat um ein neues Passwort für Ihr Konto gebeten.',
    until: (until) => `Das geht einmal, bis ${until}.`,
    notYou: 'Falls Sie das nicht waren, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.',
  },
  stockLow: {
    subject: (product, left) => `Bestand niedrig: ${product} (noch ${left})`,
    title: 'Es sind nur noch wenige da',
    what: (left, lowAt) =>
      `${left} können noch verkauft werden. Sie wollten davon hören, wenn es ${lowAt} oder weniger sind.`,
  },
  staffLocked: {
    subject: (email) => `Anmeldung gesperrt: ${email}`,
    title: 'Zu viele falsche Anmeldungen',
    what: (email, minutes) =>
      `Jemand hat zu oft versucht, sich als ${email} an der Verwaltung anzumelden. Das Konto ist für ${minutes} Minuten gesperrt.`,
    otherwise:
      'Wenn es niemand war, den Sie kennen: sehen Sie ins Protokoll, und geben Sie dem Konto ein anderes Passwort.',
    because: (shop) => `Sie erhalten diese Nachricht, weil Ihnen die Verwaltung von ${shop} gehört.`,
  },
};
