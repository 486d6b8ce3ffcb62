using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Admission.Ballots;

/// <summary>Voting, on who applies and in elections. What is answered is the same whatever somebody chose.</summary>
public static class VoteEndpoints
{
    /// <summary>Adds the command.</summary>
    public static void MapVoting(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/ballots/{id:int}/vote", Act.TakePart, "vote", "Vote in a secret ballot, or change one's vote while it is open; for those on its list alone", VoteAsync);
    }

    /// <summary>What stands in the list of choices of an election for somebody and one choice.</summary>
    internal static string Line(string handle, string word) => $"{handle}:{word}";

    private static async Task<IResult> VoteAsync(int id, Submission<VoteForm> sent, HttpContext http, WhalepaperDb db, BallotChanges ballots, IClock clock, IStringLocalizer<ApplicationTexts> words, IStringLocalizer<BallotTexts> texts)
    {
        var me = http.Actor().MemberId!.Value;
        if (await PlaceAsync(db, id, http.Actor(), http.RequestAborted) is not { } place)
            return TypedResults.NotFound();
        IReadOnlyList<Choice>? choices = place.Standing is { } standing ? ChoicesOf(sent.Form.Choices, standing) : ChoiceOf(sent.Form.Choice) is { } one ? [one] : null;
        if (choices is null)
            sent.Refuse(place.Standing is null ? "choice" : "choices", place.Standing is null ? words["Vote.Missing"] : texts["Vote.Each"]);
        // All of the inner group vote in an election: there is no room for reasons, and none is kept.
        else if (sent.IsSound && await ballots.VoteAsync(id, me, choices, place.Standing is null ? sent.Form.Reason : null, clock.GetCurrentInstant(), http.RequestAborted) is not VoteTaking.Taken)
            sent.Refuse(Submission.Whole, words["Vote.Closed"]);
        return sent.IsSound ? sent.Done($"{place.Page}?done=voted") : sent.Refused(http, place.Page);
    }

    // Whoever is on the list votes, also where they lost the office by which they came onto it; but not who left, has a tie, or did not say yet that there is none.
    private static async Task<VotingPlace?> PlaceAsync(WhalepaperDb db, int id, Actor who, CancellationToken cancellation)
    {
        var me = who.MemberId;
        if (!await db.BallotVoters.AnyAsync(voter => voter.BallotId == id && voter.MemberId == me, cancellation))
            return null;
        if (await db.Ballots.AnyAsync(ballot => ballot.Id == id && ballot.Kind == BallotKind.Election, cancellation))
        {
            return new VotingPlace("/elections", await (
                from option in db.BallotOptions
                join member in db.Members on option.MemberId equals member.Id
                where option.BallotId == id
                orderby option.Place
                select member.Handle).ToListAsync(cancellation));
        }

        var about = await db.Applications.Where(a => a.BallotId == id).Select(a => (int?)a.Id).SingleOrDefaultAsync(cancellation);
        return about is { } application && await db.SightAsync(application, who, cancellation) is Sight.Whole or Sight.Voter ? new VotingPlace($"/applications/{application}", null) : null;
    }

    private static Choice? ChoiceOf(string? word) => word switch
    {
        "approve" => Choice.Approve,
        "reject" => Choice.Reject,
        "abstain" => Choice.Abstain,
        _ => null,
    };

    // One for each who stands, in their order; null where one is missing, or somebody else is named.
    private static Choice[]? ChoicesOf(string[]? lines, IReadOnlyList<string> standing)
    {
        var said = new Dictionary<string, Choice>(StringComparer.Ordinal);
        foreach (var line in lines ?? [])
        {
            var at = line.LastIndexOf(':');
            if (at < 0 || ChoiceOf(line[(at + 1)..]) is not { } choice || !said.TryAdd(line[..at], choice))
                return null;
        }

        return said.Count == standing.Count && standing.All(said.ContainsKey) ? [.. standing.Select(handle => said[handle])] : null;
    }

    /// <summary>Where somebody votes.</summary>
    /// <param name="Page">The page of it.</param>
    /// <param name="Standing">In an election, who stands, by their names in addresses, in order; else null.</param>
    private sealed record VotingPlace(string Page, IReadOnlyList<string>? Standing);
}

/// <summary>A vote. No part of it is ever shown back.</summary>
/// <param name="Choice">On who applies: <c>approve</c>, <c>reject</c> or <c>abstain</c>.</param>
/// <param name="Choices">In an election: one for each who stands, such as <c>lin:approve</c>, with the name in the address of their page.</param>
/// <param name="Reason">On who applies, why: for the committee to read after the end without a name; nothing for nothing.</param>
public sealed record VoteForm([Secret] string? Choice, [Secret] string[]? Choices, [Longest(Slips.ReasonMaximum), Lines, Secret] string? Reason);
