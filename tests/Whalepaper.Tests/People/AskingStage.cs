using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Asking;
using Whalepaper.Talks;

namespace Whalepaper.Tests.People;

/// <summary>Meetings that are on, with questions, of a <see cref="Stage"/>; each new for whoever asks.</summary>
internal static class AskingStage
{
    /// <summary>A talk of somebody who came for it, at a meeting that began a moment ago.</summary>
    public static async Task<(int Meeting, int Talk)> EveningAsync(this Stage stage)
    {
        var meeting = await stage.Site.WithAsync(async db =>
        {
            var list = await db.TopicTracks.SingleAsync(l => l.Track.Code == "nlp" && l.Topic.Number == 5);
            var now = stage.Site.Clock.GetCurrentInstant();
            var made = new Meeting(list.TopicId, list.TrackId, new LocalDate(2005, 1, 1).PlusDays(stage.Next()), now - Duration.FromMinutes(10), 60, now);
            db.Add(made);
            await db.SaveChangesAsync();
            return made.Id;
        });
        return (meeting, await stage.ShareAsync((await stage.ComeAsync(Whalepaper.Members.Standing.Inner)).Id, meeting, asks: false));
    }

    /// <summary>A question about such a talk.</summary>
    public static async Task<int> QuestionAsync(this Stage stage, bool hidden = false, bool answered = false, string? voter = null)
    {
        var (meeting, talk) = await stage.EveningAsync();
        var (_, asker, _) = await stage.ComeAsync(Whalepaper.Members.Standing.Inner);
        return await stage.Site.WithAsync(async db =>
        {
            var now = stage.Site.Clock.GetCurrentInstant();
            var question = new Question(await db.Meetings.SingleAsync(m => m.Id == meeting), await db.Talks.SingleAsync(t => t.Id == talk), asker, "Why?", Question.NewKey(), now);
            if (answered)
                question.MarkAnswered(stage.House["committee"], now, "Because.");
            db.Add(question);
            await db.SaveChangesAsync();
            if (voter is not null)
                db.Add(new QuestionVote(question, stage.House[voter], now));
            if (hidden)
                question.Hide(stage.House["committee"], now);
            await db.SaveChangesAsync();
            return question.Id;
        });
    }

    /// <summary>A talk that was given a moment ago.</summary>
    public static async Task<int> GivenAsync(this Stage stage)
    {
        var (_, id) = await stage.EveningAsync();
        await stage.Site.WithAsync(async db =>
        {
            var talk = await db.Talks.Include(t => t.Meeting).Include(t => t.Presenters).ThenInclude(p => p.Member).SingleAsync(t => t.Id == id);
            talk.Give(GivingSource.Meeting, stage.Site.Clock.GetCurrentInstant(), await db.Members.SingleAsync(m => m.Id == stage.House["committee"]));
            await db.SaveChangesAsync();
        });
        return id;
    }
}
