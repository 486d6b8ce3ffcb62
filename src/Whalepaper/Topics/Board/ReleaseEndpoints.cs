using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Topics.Board;

/// <summary>Publishing a plan.</summary>
public static class ReleaseEndpoints
{
    // Who lost a race looks again, and is told what changed.
    private const int Attempts = 3;

    /// <summary>Adds the command.</summary>
    public static void MapReleases(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/topics/{number:int}/releases", Act.DoCommitteeWork, "publishPlan", "Publish the draft of a topic as its next release", PublishAsync);
    }

    private static async Task<IResult> PublishAsync(int number, Submission<ReleaseForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<BoardTexts> words)
    {
        int? looked = null;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await db.BoardAsync(number, BoardPeople.Concerned, clock.GetCurrentInstant(), http.RequestAborted) is not var (plan, draft))
                return TypedResults.NotFound();
            sent.MustBeCurrent(sent.Form.Draft, draft, words);
            // Whoever named no draft means the one of their first look.
            if (sent.IsSound && (looked ??= draft.Count) != draft.Count)
                sent.Refuse(sent.IsJson ? "draft" : Submission.Whole, words["Draft.Changed"]);
            if (sent.IsSound)
                MustBePublishable(sent, plan, words);
            if (!sent.IsSound)
                return sent.Refused(http, BoardEndpoints.PageOf(number));
            try
            {
                var by = await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted);
                if (await db.PublishAsync(plan, draft, by, sent.Form.Word, http.RequestAborted) is { } release)
                    return sent.Done($"/topics/{number}/releases?done=published#release-{release.Number}", new ReleasedResource(release.Number, release.Changes.Count));
            }
            catch (DbUpdateException failure) when (failure.IsLostRace())
            {
                // Nothing of it was kept.
            }

            db.ChangeTracker.Clear();
        }

        return TypedResults.StatusCode(StatusCodes.Status409Conflict);
    }

    private static void MustBePublishable(Submission sent, BoardPlan plan, IStringLocalizer<BoardTexts> words)
    {
        if (plan.Facts.State is TopicState.Closed)
            sent.Refuse(Submission.Whole, words["Against.Closed"]);
        foreach (var obstacle in plan.Obstacles())
            sent.Refuse(Submission.Whole, plan.Say(obstacle, words));
        if (sent.IsSound && !plan.Cards.Any(card => card.IsChanged))
            sent.Refuse(Submission.Whole, words["Draft.Empty"]);
    }
}

/// <summary>A release.</summary>
/// <param name="Word">A word with it, which everybody reads.</param>
/// <param name="Draft">The draft that was looked at.</param>
public sealed record ReleaseForm([Longest(PlanRelease.WordMaximum), Lines] string? Word, [Unseen] string? Draft);

/// <summary>What was published.</summary>
/// <param name="Number">The release's number within the topic.</param>
/// <param name="Changes">How many talks it changed.</param>
public sealed record ReleasedResource(int Number, int Changes);
