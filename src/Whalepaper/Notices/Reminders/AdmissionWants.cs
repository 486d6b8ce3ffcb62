using System.Globalization;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Reminders;

/// <summary>Who is to be reminded of ballots, of the answers that follow them, of terms that are over, of trial talks and of candidacies that expire.</summary>
internal static class AdmissionWants
{
    /// <summary>Every such reminder, on every way.</summary>
    public static IEnumerable<WantedReminder> Of(ReminderFacts facts) => facts.Admission.Ballots.SelectMany(ballot => OfBallot(facts, ballot))
        .Concat(facts.Admission.Answers.SelectMany(answer => Once(
            facts, Name("application", answer.ApplicationId, $"answer:{answer.BallotId.ToString(CultureInfo.InvariantCulture)}"), BallotMessages.Answer, answer.BallotId, answer.Since + AdmissionToRemind.Patience, answer.People)))
        .Concat(facts.Admission.Term is { } term ? Once(facts, Name("election", term.ElectionId, "due"), BallotMessages.Term, term.ElectionId, term.Over, term.Organizers) : [])
        .Concat(facts.Admission.Trials.SelectMany(trial => trial.Panel.SelectMany(seat => Before(facts, ReminderLadder.OfTrial, "trial", AdmissionNews.TrialKind, trial.ApplicationId, trial.StartsAt, seat))))
        .Concat(facts.Admission.Expiries.SelectMany(expiry => Before(facts, ReminderLadder.OfExpiry, "expiry", AdmissionNews.ExpiryKind, expiry.ApplicationId, expiry.At, new PresenterToRemind(expiry.Candidate, Instant.MinValue))));

    // An hour that moves to another day has reminders of its own.
    private static IEnumerable<WantedReminder> Before(ReminderFacts facts, IReadOnlyList<Rung> rungs, string what, string kind, int application, Instant at, PresenterToRemind who) =>
        from time in ReminderLadder.Times(rungs, at, who.Since, who.Person.Zone, ReminderLadder.Quiet(facts.Settings))
        from channel in (string[])[ChannelNames.Inbox, ChannelNames.Mail]
        select new WantedReminder(ReminderWants.Occasion($"application-{what}", application, time.Word, at, facts.Zone), who.Person.MemberId, channel, kind, new ReminderAbout(application, time.Word, at).ToString(), time.Due, time.Until, 0);

    // One that gets more time has all of its reminders once more.
    private static IEnumerable<WantedReminder> OfBallot(ReminderFacts facts, BallotToRemind ballot) =>
        from person in ballot.Voters
        from time in ReminderLadder.Times(ReminderLadder.OfBallot(ballot.ClosesAt - ballot.Since), ballot.ClosesAt, ballot.Since, person.Zone, ReminderLadder.Quiet(facts.Settings))
        from channel in (string[])[ChannelNames.Inbox, ChannelNames.Mail]
        select new WantedReminder(
            Name("ballot", ballot.Id, ballot.IsExtended ? $"more:{time.Word}" : time.Word), person.MemberId, channel, BallotMessages.Reminder, new ReminderAbout(ballot.Id, time.Word, ballot.ClosesAt).ToString(), time.Due, time.Until, 0);

    private static IEnumerable<WantedReminder> Once(ReminderFacts facts, string occasion, string kind, int about, Instant at, IReadOnlyList<Remembered> people) =>
        from person in people
        let due = Instant.Max(at, ReminderLadder.Quiet(facts.Settings).Shift(at, at + AdmissionToRemind.Lasts, person.Zone))
        from channel in (string[])[ChannelNames.Inbox, ChannelNames.Mail]
        select new WantedReminder(occasion, person.MemberId, channel, kind, about.ToString(CultureInfo.InvariantCulture), due, at + AdmissionToRemind.Lasts, 0);

    private static string Name(string what, int id, string word) => string.Create(CultureInfo.InvariantCulture, $"{what}:{id}:{word}");
}
