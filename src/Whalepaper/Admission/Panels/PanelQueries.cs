using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Ui;

namespace Whalepaper.Admission.Panels;

/// <summary>Somebody of the committee, as far as they have to do with an application.</summary>
/// <param name="Id">Their database number.</param>
/// <param name="Handle">The name in the address of their page.</param>
/// <param name="Who">How they look.</param>
/// <param name="IsOfCommittee">Whether they belong to the committee still.</param>
/// <param name="Word">What is known of a tie; null while nobody said anything.</param>
/// <param name="Sits">Whether they sit on the panel.</param>
/// <param name="Shares">Whether they share, or shared, in one of the tracks that the application names.</param>
/// <param name="Load">On how many panels of running applications they sit.</param>
public sealed record PanelPerson(int Id, string Handle, PersonSign Who, bool IsOfCommittee, Tie? Word, bool Sits, bool Shares, int Load)
{
    /// <summary>Whether they may be named: there is no tie, as far as is known. Who said nothing yet is asked by it.</summary>
    public bool MaySit => IsOfCommittee && Word is null or Tie.None;

    /// <summary>Whether they count among those who hear the candidate.</summary>
    public bool Counts => Sits && IsOfCommittee;
}

/// <summary>A question with its answer, in the words of its page.</summary>
/// <param name="Id">Its number.</param>
/// <param name="FollowsId">The question that it follows up on; null for none.</param>
/// <param name="By">Who asked.</param>
/// <param name="Text">The question, Markdown.</param>
/// <param name="At">When it was asked.</param>
/// <param name="Answer">The answer, Markdown; null while there is none.</param>
/// <param name="AnsweredAt">When it was answered, the last time.</param>
/// <param name="Version">Which state of it this is.</param>
public sealed record PanelQuestionLine(int Id, int? FollowsId, PersonSign By, string Text, Instant At, string? Answer, Instant? AnsweredAt, int Version);

/// <summary>A trial talk that is planned or was given.</summary>
/// <param name="TalkId">The talk's number.</param>
/// <param name="MeetingId">Where it is shared; null while it has no date.</param>
/// <param name="At">When; null while it has no date.</param>
/// <param name="IsCancelled">Whether that meeting does not take place.</param>
/// <param name="HasBegun">Whether its hour has come.</param>
/// <param name="IsGiven">Whether it is recorded as given.</param>
public sealed record TrialView(int TalkId, int? MeetingId, Instant? At, bool IsCancelled, bool HasBegun, bool IsGiven);

/// <summary>What somebody of a panel noted for themselves.</summary>
/// <param name="Text">The note; null for none.</param>
public sealed record PanelNote(string? Text);

/// <summary>What stands on an application's page about panel, trial talk and questions.</summary>
/// <param name="People">The committee; nobody where the reader is not told of ties.</param>
/// <param name="Trial">The trial talk; null while there is none.</param>
/// <param name="Dates">When it could be; none where it is not to be planned.</param>
/// <param name="Questions">What was asked, in the order in which it is read.</param>
/// <param name="Note">The reader's own note; null where they do not sit on the panel.</param>
public sealed record PanelView(IReadOnlyList<PanelPerson> People, TrialView? Trial, IReadOnlyList<TrialDate> Dates, IReadOnlyList<PanelQuestionLine> Questions, PanelNote? Note)
{
    /// <summary>How many hear the candidate.</summary>
    public int Count => People.Count(person => person.Counts);
}

/// <summary>What is asked about panels: always the same few questions.</summary>
public static class PanelQueries
{
    /// <summary>Reads what stands on the page of an application, for somebody who is in it.</summary>
    /// <param name="db">The data.</param>
    /// <param name="application">The application.</param>
    /// <param name="sight">How much of it the reader sees.</param>
    /// <param name="me">Who reads: their database number.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<PanelView> PanelViewAsync(this WhalepaperDb db, Application application, Sight sight, int me, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(application);
        var id = application.Id;
        // Who applies is told the names on the panel, and nothing of ties.
        var people = sight is Sight.Whole ? await db.PanelPeopleAsync(application, cancellation) : [];
        int[] panel = [.. people.Where(person => person.Counts).Select(person => person.Id)];
        var dates = sight is Sight.Whole && application.IsBeforeTrial && panel.Length >= PanelSeat.Least ? await db.TrialDatesAsync(application, panel, now, cancellation) : [];
        var note = sight is Sight.Whole
            ? await db.PanelSeats.AsNoTracking().Where(seat => seat.ApplicationId == id && seat.MemberId == me).Select(seat => new PanelNote(seat.Note)).SingleOrDefaultAsync(cancellation)
            : null;
        return new PanelView(people, await db.TrialAsync(application.TalkId, now, cancellation), dates, await db.PanelQuestionsAsync(id, cancellation), note);
    }

    /// <summary>The committee, without who applies, by number; and whoever sits on the panel though they belong to it no more.</summary>
    /// <param name="db">The data.</param>
    /// <param name="application">The application.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyList<PanelPerson>> PanelPeopleAsync(this WhalepaperDb db, Application application, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(application);
        var (id, applicant) = (application.Id, application.MemberId);
        int[] wanted = [.. application.TrackIds];
        var rows = await db.Members.AsNoTracking()
            .Where(m => m.Id != applicant
                && (((m.Role == Role.Committee || m.Role == Role.Organizer) && m.LeftAt == null) || db.PanelSeats.Any(seat => seat.ApplicationId == id && seat.MemberId == m.Id)))
            .OrderBy(m => m.Id)
            .Select(m => new
            {
                m.Id,
                m.Name,
                m.Handle,
                IsOfCommittee = (m.Role == Role.Committee || m.Role == Role.Organizer) && m.LeftAt == null,
                Word = db.TieWords.Where(word => word.ApplicationId == id && word.MemberId == m.Id).Select(word => (Tie?)word.Tie).FirstOrDefault(),
                Sits = db.PanelSeats.Any(seat => seat.ApplicationId == id && seat.MemberId == m.Id),
                Shares = db.TalkPresenters.Any(place => place.MemberId == m.Id && db.Talks.Any(talk => talk.Id == place.TalkId && EF.Parameter(wanted).Contains(talk.TrackId)
                    && (talk.State == TalkState.Given || talk.State == TalkState.Claimed || talk.State == TalkState.Confirmed || talk.State == TalkState.Ready))),
                Load = db.PanelSeats.Count(seat => seat.MemberId == m.Id && db.Applications.Any(a => a.Id == seat.ApplicationId && a.EndedAt == null)),
            }).ToListAsync(cancellation);
        return rows.ConvertAll(m => new PanelPerson(m.Id, m.Handle, MemberSigns.Sign(m.Name, m.Handle), m.IsOfCommittee, m.Word, m.Sits, m.Shares, m.Load));
    }

    /// <summary>
    /// Who should sit on a panel besides those who do: who knows the wanted tracks from sharing in them first, then who sits on the fewest panels, then by number, so
    /// that two who ask are told the same.
    /// </summary>
    /// <param name="people">The committee.</param>
    /// <param name="seats">How many are to sit in the end.</param>
    public static IReadOnlyList<PanelPerson> Proposed(this IReadOnlyList<PanelPerson> people, int seats)
    {
        ArgumentNullException.ThrowIfNull(people);
        return [.. people.Where(person => person is { MaySit: true, Sits: false }).OrderByDescending(person => person.Shares).ThenBy(person => person.Load).ThenBy(person => person.Id)
            .Take(Math.Max(0, seats - people.Count(person => person.Counts)))];
    }

    /// <summary>What was asked: what follows up on something stands beneath it.</summary>
    private static async Task<IReadOnlyList<PanelQuestionLine>> PanelQuestionsAsync(this WhalepaperDb db, int id, CancellationToken cancellation)
    {
        var asked = await (
            from question in db.PanelQuestions.AsNoTracking()
            join asker in db.Members on question.ById equals asker.Id
            where question.ApplicationId == id
            select new { question, asker.Name, asker.Handle }).ToListAsync(cancellation);
        return [.. asked.OrderBy(one => one.question.FollowsId ?? one.question.Id).ThenBy(one => one.question.Id).Select(one => new PanelQuestionLine(
            one.question.Id, one.question.FollowsId, MemberSigns.Sign(one.Name, one.Handle), one.question.Text, one.question.At, one.question.Answer, one.question.AnsweredAt, one.question.Version))];
    }
}
