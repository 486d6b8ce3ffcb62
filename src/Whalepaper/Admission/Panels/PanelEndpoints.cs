using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Admission.Panels;

/// <summary>Who of the committee hears a candidate, and what each of them notes for themselves.</summary>
public static class PanelEndpoints
{
    // What the audit log says of a seat.
    private const string Seated = "seat";

    /// <summary>Adds the commands.</summary>
    public static void MapPanels(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/applications/{id:int}/panel", Act.DoCommitteeWork, "proposePanel", "Fill a panel up with those of the committee who have no tie, know the tracks and sit on the fewest panels", ProposeAsync);
        doors.Open("PUT", "/applications/{id:int}/panel/{handle}", Act.DoCommitteeWork, "nameToPanel", "Name somebody of the committee to a panel", NameAsync);
        doors.Open("DELETE", "/applications/{id:int}/panel/{handle}", Act.DoCommitteeWork, "takeOffPanel", "Take somebody off a panel", TakeOffAsync);
        doors.Open("PUT", "/applications/{id:int}/note", Act.DoCommitteeWork, "notePrivately", "Note something about a candidate for oneself alone, on whose panel one sits", NoteAsync);
    }

    private static async Task<IResult> ProposeAsync(int id, Submission<PanelForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<PanelTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || sight is not Sight.Whole)
            return TypedResults.NotFound();
        var people = await db.PanelPeopleAsync(application, http.RequestAborted);
        var seats = Math.Max(PanelSeat.Least, people.Count(person => person.Counts));
        if (!string.IsNullOrWhiteSpace(sent.Form.Seats)
            && (!int.TryParse(sent.Form.Seats.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out seats) || seats is < PanelSeat.Least or > PanelSeat.Most))
            sent.Refuse("seats", words["Panel.Seats.Wrong", PanelSeat.Least, PanelSeat.Most]);
        if (!application.IsBeforeTrial)
            sent.Refuse(Submission.Whole, words["Panel.Over"]);
        var proposed = sent.IsSound ? people.Proposed(seats) : [];
        if (sent.IsSound && proposed.Count == 0)
            sent.Refuse(Submission.Whole, words[people.Count(person => person.Counts) >= seats ? "Panel.Enough" : "Panel.Nobody"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/applications/{id}");
        foreach (var person in proposed)
            Seat(db, application, person, http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/applications/{id}?done=panel#panel");
    }

    private static async Task<IResult> NameAsync(int id, string handle, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<PanelTexts> words)
    {
        if (await FindAsync(id, handle, sent, http, db, words) is not var (application, people, person))
            return TypedResults.NotFound();
        if (!person.Sits)
        {
            if (!person.MaySit)
                sent.Refuse(Submission.Whole, words["Panel.Tied", person.Who.Name]);
            else if (people.Count(one => one.Sits) >= PanelSeat.Most)
                sent.Refuse(Submission.Whole, words["Panel.Full", PanelSeat.Most]);
        }

        if (!sent.IsSound)
            return sent.Refused(http, $"/applications/{id}");
        if (!person.Sits)
        {
            Seat(db, application, person, http.Actor().MemberId!.Value, clock.GetCurrentInstant());
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done($"/applications/{id}?done=named#panel");
    }

    private static async Task<IResult> TakeOffAsync(int id, string handle, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<PanelTexts> words)
    {
        if (await FindAsync(id, handle, sent, http, db, words) is not var (application, _, person))
            return TypedResults.NotFound();
        if (!sent.IsSound)
            return sent.Refused(http, $"/applications/{id}");
        if (await db.PanelSeats.SingleOrDefaultAsync(seat => seat.ApplicationId == id && seat.MemberId == person.Id, http.RequestAborted) is { } seat)
        {
            db.Remove(seat);
            db.Add(new AuditEntry(AuditActs.Panel, http.Actor().MemberId, person.Id, Application.SubjectOf(id), Seated, null, clock.GetCurrentInstant()));
            db.Hold(application);
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done($"/applications/{id}?done=unseated#panel");
    }

    private static async Task<IResult> NoteAsync(int id, Submission<PanelNoteForm> sent, HttpContext http, WhalepaperDb db)
    {
        var me = http.Actor().MemberId!.Value;
        if (await db.SightAsync(id, http.Actor(), http.RequestAborted) is not Sight.Whole
            || await db.PanelSeats.SingleOrDefaultAsync(one => one.ApplicationId == id && one.MemberId == me, http.RequestAborted) is not { } seat)
            return TypedResults.NotFound();
        if (!sent.IsSound)
            return sent.Refused(http, $"/applications/{id}");
        seat.Keep(sent.Form.Note);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/applications/{id}?done=noted#note");
    }

    private static void Seat(WhalepaperDb db, Application application, PanelPerson person, int me, Instant now)
    {
        db.Add(new PanelSeat(application.Id, person.Id, now));
        // About whom of the committee: see the words about ties.
        db.Add(new AuditEntry(AuditActs.Panel, me, person.Id, Application.SubjectOf(application.Id), null, Seated, now));
        db.Hold(application);
    }

    // Null where there is no such application for whoever asks, or nobody of that name.
    private static async Task<(Application Application, IReadOnlyList<PanelPerson> People, PanelPerson Person)?> FindAsync(
        int id, string handle, Submission sent, HttpContext http, WhalepaperDb db, IStringLocalizer<PanelTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || sight is not Sight.Whole)
            return null;
        var people = await db.PanelPeopleAsync(application, http.RequestAborted);
        if (people.FirstOrDefault(one => string.Equals(one.Handle, handle, StringComparison.Ordinal)) is not { } person)
            return null;
        if (!application.IsBeforeTrial)
            sent.Refuse(Submission.Whole, words["Panel.Over"]);
        return (application, people, person);
    }
}

/// <summary>A panel that is to be filled up.</summary>
/// <param name="Seats">How many are to sit on it; nothing for as many as must, or as do already.</param>
public sealed record PanelForm([Longest(5)] string? Seats);

/// <summary>What somebody notes for themselves.</summary>
/// <param name="Note">The note, plain text; nothing takes it away.</param>
public sealed record PanelNoteForm([Longest(PanelSeat.NoteMaximum), Lines] string? Note);
