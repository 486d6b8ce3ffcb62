using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Elections;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members;

namespace Whalepaper.Tests.People;

/// <summary>Applications for the inner group, of a <see cref="Household"/>; each of somebody who came for it.</summary>
internal static class AdmissionStage
{
    /// <summary>What is answered in all of them.</summary>
    public const string Why = "Because of the whales";

    /// <summary>Somebody applies; the committee and the organizer have no tie to them, if that is said.</summary>
    public static Task<int> ApplyAsync(this Household house, int memberId, bool untied = true, bool sends = true) => house.Site.WithAsync(async db =>
    {
        var now = house.Site.Clock.GetCurrentInstant();
        var application = new Application(await db.Members.SingleAsync(m => m.Id == memberId), now);
        application.Answer(new ApplicationAnswers([await db.Tracks.Where(track => track.Code == "nlp").Select(track => track.Id).SingleAsync()], Why, "On whales", "https://example.org/whales.pdf", 5, true));
        if (sends)
            application.Send(now);
        db.Add(application);
        await db.SaveChangesAsync();
        if (untied)
            db.AddRange(new TieWord(application.Id, house["committee"], Tie.None, house["committee"], now), new TieWord(application.Id, house["organizer"], Tie.None, house["organizer"], now));
        await db.SaveChangesAsync();
        return application.Id;
    });

    /// <summary>A ballot on an application, open, in which these vote.</summary>
    public static async Task<int> BallotAsync(this Household house, int applicationId, params int[] voters)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        var now = house.Site.Clock.GetCurrentInstant();
        var application = await db.Applications.Include(a => a.Member).SingleAsync(a => a.Id == applicationId);
        application.Accept(house["committee"], now);
        application.Present(null, now);
        var ballot = new Ballot(BallotKind.Admission, new BallotTerms(72, 3, voters.Length, 66.66m, 1), [application.MemberId], voters, now);
        scope.ServiceProvider.GetRequiredService<BallotChanges>().Open(ballot);
        application.Ask(ballot, null, now);
        await db.SaveChangesAsync();
        return ballot.Id;
    }

    /// <summary>An application of somebody who came for it.</summary>
    public static async Task<int> ApplicationAsync(this Stage stage, bool untied = true) => await stage.House.ApplyAsync((await stage.ComeAsync()).Id, untied);

    /// <summary>An application of somebody who gave their trial talk; nobody votes yet.</summary>
    public static async Task<int> PresentedAsync(this Household house, int memberId)
    {
        var id = await house.ApplyAsync(memberId);
        await house.Site.WithAsync(async db =>
        {
            var application = await db.Applications.Include(a => a.Member).SingleAsync(a => a.Id == id);
            application.Accept(house["committee"], house.Site.Clock.GetCurrentInstant());
            application.Present(null, house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        return id;
    }

    /// <summary>Somebody more of the committee, who has no tie to who applies; gives their number.</summary>
    public static async Task<int> UntiedAsync(this Household house, string name, int applicationId)
    {
        var id = await house.AddAsync(name, Whalepaper.Members.Standing.Inner, Whalepaper.Members.Role.Committee);
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Id == id)).LiveIn("en", null);
            db.Add(new TieWord(applicationId, id, Tie.None, id, house.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        return id;
    }

    /// <summary>Ends the election that runs, if one does.</summary>
    public static async Task NoElectionAsync(this Household house)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<WhalepaperDb>(), house.Site.Clock.GetCurrentInstant());
        if (await db.Elections.SingleOrDefaultAsync(e => e.Runs == true) is not { } running)
            return;
        if (running.BallotId is { } ballot)
            await scope.ServiceProvider.GetRequiredService<BallotChanges>().CallOffAsync(ballot, now, CancellationToken.None);
        else
            running.End(now);
        await db.SaveChangesAsync();
    }

    /// <summary>An election of one seat, in place of whatever ran, at which these stand; while one may still stand.</summary>
    public static async Task StandingAsync(this Household house, params int[] standing)
    {
        await house.NoElectionAsync();
        await house.Site.WithAsync(async db =>
        {
            var now = house.Site.Clock.GetCurrentInstant();
            var election = new Election(1, 6, now + Duration.FromDays(7), house["organizer"], now);
            foreach (var member in standing)
                election.Stand(member, "A word", now);
            db.Add(election);
            await db.SaveChangesAsync();
        });
    }

    /// <summary>An election of one seat, in place of whatever ran, at which these stand and all of the inner group vote; gives the ballot's number.</summary>
    public static async Task<int> ElectionAsync(this Household house, params int[] standing)
    {
        await house.NoElectionAsync();
        await using var scope = house.Site.Services.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<WhalepaperDb>(), house.Site.Clock.GetCurrentInstant());
        var election = new Election(1, 6, now - Duration.FromDays(1), house["organizer"], now - Duration.FromDays(3));
        foreach (var member in standing)
            election.Stand(member, "A word", now - Duration.FromDays(2));
        // At once: of one whose day is over, the site opens the ballot by itself.
        var ballot = (await db.BallotOnAsync(election, now, CancellationToken.None))!;
        scope.ServiceProvider.GetRequiredService<BallotChanges>().Open(ballot);
        election.Ask(ballot, now);
        db.Add(election);
        await db.SaveChangesAsync();
        return ballot.Id;
    }

    /// <summary>Takes who applied on as a candidate.</summary>
    public static Task AcceptAsync(this Household house, int applicationId) => house.Site.WithAsync(async db =>
    {
        (await db.Applications.Include(a => a.Member).SingleAsync(a => a.Id == applicationId)).Accept(house["committee"], house.Site.Clock.GetCurrentInstant());
        await db.SaveChangesAsync();
    });

    /// <summary>An application of a candidate who came for it.</summary>
    public static async Task<(int Application, Session Session, int Id)> CandidateAsync(this Stage stage)
    {
        var (session, id, _) = await stage.ComeAsync();
        var application = await stage.House.ApplyAsync(id);
        await stage.House.AcceptAsync(application);
        return (application, session, id);
    }

    /// <summary>Somebody more of the committee; gives their name and number.</summary>
    public static async Task<(string Name, int Id)> JudgeAsync(this Household house)
    {
        var name = $"judge{await house.Site.WithAsync(db => db.Members.CountAsync())}";
        return (name, await house.AddAsync(name, Standing.Inner, Role.Committee));
    }

    /// <summary>Sets the committee's member, the organizer and others more on the panel of an application; gives the numbers of all.</summary>
    public static async Task<int[]> PanelAsync(this Household house, int applicationId, int others = 1)
    {
        List<int> panel = [house["committee"], house["organizer"]];
        for (var n = 0; n < others; n++)
            panel.Add((await house.JudgeAsync()).Id);
        await house.Site.WithAsync(async db =>
        {
            db.AddRange(panel.Select(member => new PanelSeat(applicationId, member, house.Site.Clock.GetCurrentInstant())));
            await db.SaveChangesAsync();
        });
        return [.. panel];
    }

    /// <summary>A meeting of a track in the weeks to come at which nobody shares.</summary>
    public static Task<int> TrialDateAsync(this Household house, string code = "nlp") => house.Site.WithAsync(async db =>
    {
        var list = await db.TopicTracks.SingleAsync(l => l.Track.Code == code && l.Topic.Number == 5);
        var (now, taken) = (house.Site.Clock.GetCurrentInstant(), await db.Meetings.Where(m => m.TrackId == list.TrackId).Select(m => m.PlannedOn).ToListAsync());
        var day = Enumerable.Range(3, 50).Select(n => now.InUtc().Date.PlusDays(n)).First(day => !taken.Contains(day));
        var meeting = new Meeting(list.TopicId, list.TrackId, day, day.At(new LocalTime(12, 0)).InUtc().ToInstant(), 90, now);
        db.Add(meeting);
        await db.SaveChangesAsync();
        return meeting.Id;
    });

    /// <summary>A question of the committee's member to a candidate.</summary>
    public static Task<int> QuestionAsync(this Household house, int applicationId) => house.Site.WithAsync(async db =>
    {
        var question = new PanelQuestion(applicationId, house["committee"], "Why whales?", null, $"question{await db.PanelQuestions.CountAsync()}", house.Site.Clock.GetCurrentInstant());
        db.Add(question);
        await db.SaveChangesAsync();
        return question.Id;
    });
}
