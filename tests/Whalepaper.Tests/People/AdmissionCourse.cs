using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Topics;

namespace Whalepaper.Tests.People;

/// <summary>What happens to applications on their way, in a <see cref="Household"/>, without the pages for it.</summary>
internal static class AdmissionCourse
{
    /// <summary>Somebody of the committee says whether they are bound to who applies.</summary>
    public static Task SayTieAsync(this Household house, int applicationId, Tie tie, params int[] members) => house.Site.WithAsync(async db =>
    {
        var now = house.Site.Clock.GetCurrentInstant();
        foreach (var member in members)
        {
            if (await db.TieWords.SingleOrDefaultAsync(word => word.ApplicationId == applicationId && word.MemberId == member) is { } word)
                word.Say(tie, house["organizer"], isOrganizer: true, now);
            else
                db.Add(new TieWord(applicationId, member, tie, member, now));
        }

        await db.SaveChangesAsync();
    });

    /// <summary>A ballot on an application, open, by these rules.</summary>
    public static async Task<int> BallotByAsync(this Household house, int applicationId, int least, params int[] voters)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        var now = house.Site.Clock.GetCurrentInstant();
        var application = await db.Applications.Include(a => a.Member).SingleAsync(a => a.Id == applicationId);
        application.Accept(house["committee"], now);
        application.Present(null, now);
        var ballot = new Ballot(BallotKind.Admission, new BallotTerms(72, least, voters.Length, 66.66m, 1), [application.MemberId], voters, now);
        scope.ServiceProvider.GetRequiredService<BallotChanges>().Open(ballot);
        application.Ask(ballot, null, now);
        await db.SaveChangesAsync();
        return ballot.Id;
    }

    /// <summary>Plans the trial talk of a candidate at a meeting of its own, and gives its number.</summary>
    public static Task<int> PlanTrialAsync(this Household house, int applicationId) => house.Site.WithAsync(async db =>
    {
        var now = house.Site.Clock.GetCurrentInstant();
        var application = await db.Applications.Include(a => a.Member).SingleAsync(a => a.Id == applicationId);
        var list = await db.TopicTracks.Include(l => l.Topic).Include(l => l.Track).SingleAsync(l => l.Track.Code == "nlp" && l.Topic.Number == 5);
        var number = await db.Meetings.CountAsync();
        var entry = new ReadingListEntry(list, new Paper($"Trial {number}", null, PaperKind.Paper, now), 500 + number, now);
        // Far away and each on a day of its own, so that no clock that a test turns comes by.
        var day = new LocalDate(2031, 1, 1).PlusDays(number);
        var meeting = new Meeting(list.TopicId, list.TrackId, day, day.AtMidnight().InUtc().ToInstant(), 90, now);
        db.AddRange(entry, meeting);
        await db.SaveChangesAsync();
        var talk = new Talk(entry, [application.Member], now, application.Member);
        talk.ScheduleAt(meeting, 0, now);
        db.Add(talk);
        await db.SaveChangesAsync();
        application.Plan(talk, house["committee"], now);
        await db.SaveChangesAsync();
        return talk.Id;
    });

    /// <summary>The trial talk was given, or is taken back by who shares it.</summary>
    public static async Task EndTrialAsync(this Household house, int talkId, bool given)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        var now = house.Site.Clock.GetCurrentInstant();
        var talk = await db.TalkForChangeAsync(talkId, CancellationToken.None) ?? throw new InvalidOperationException("There is no such talk.");
        if (given)
            talk.Give(GivingSource.Meeting, now, await db.Members.SingleAsync(m => m.Id == house["committee"]));
        else
            talk.Withdraw(talk.Presenters[0].Member, now, null, late: false);
        await db.SaveChangesAsync();
    }

    /// <summary>Votes on the page.</summary>
    public static Task<Answer> VoteAsync(this Session session, int ballotId, string choice, string reason = "") => session.SendAsync("PUT", $"/ballots/{ballotId}/vote", ("choice", choice), ("reason", reason));

    /// <summary>Does what the clock of admission does.</summary>
    public static async Task LookAfterAdmissionAsync(this Household house)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AdmissionWork>().RunAsync(CancellationToken.None);
    }
}
