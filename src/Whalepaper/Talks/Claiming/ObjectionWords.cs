using Microsoft.Extensions.Localization;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Talks.Claiming;

/// <summary>What is said of what stands against a claim, a take-over or another date.</summary>
public static class ObjectionWords
{
    /// <summary>Notes all of them: what forbids, beside its field, and what only warns, until the sender says that they know.</summary>
    /// <param name="sent">What was sent; a field <c>anyway</c> of <c>yes</c> passes over warnings.</param>
    /// <param name="objections">What stands against it.</param>
    /// <param name="reader">Who reads it: they are addressed, others named.</param>
    /// <param name="who">Who sent it. On which days somebody else cannot is told to the committee alone; others learn it from their answer.</param>
    /// <param name="facts">The bounds that are told along.</param>
    /// <param name="words">The texts.</param>
    public static void Weigh(this Submission sent, IEnumerable<Objection> objections, Member? reader, Actor who, ClaimFacts facts, IStringLocalizer<ClaimTexts> words)
    {
        ArgumentNullException.ThrowIfNull(sent);
        ArgumentNullException.ThrowIfNull(objections);
        ArgumentNullException.ThrowIfNull(who);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(words);
        var known = sent.Typed("anyway") is "yes";
        foreach (var objection in objections.Where(one => one is not { What: Obstacle.Away, Who: { } away } || who.Is(away.Id) || who.May(Act.DoCommitteeWork)))
        {
            if (!objection.IsWarning)
                sent.Refuse(FieldOf(objection.What), Say(objection, reader, facts, words));
            else if (!known)
                sent.Refuse("anyway", Say(objection, reader, facts, words));
        }
    }

    private static string Say(Objection objection, Member? reader, ClaimFacts facts, IStringLocalizer<ClaimTexts> words) => objection.Who is { } who
        ? words[$"Against.{objection.What}.{(ReferenceEquals(who, reader) ? "You" : "Other")}", who.Name, facts.Most]
        : words[$"Against.{objection.What}"];

    private static string FieldOf(Obstacle what) => what switch
    {
        Obstacle.Taken => "paper",
        Obstacle.Elsewhere or Obstacle.NoMeeting or Obstacle.Full or Obstacle.AtOnce => "meeting",
        _ => Submission.Whole,
    };
}
