using NodaTime;
using Whalepaper.Members;
using Whalepaper.Talks.Preparation;

namespace Whalepaper.Talks;

/// <content>The preparation of a talk, part by part (必须分享内容).</content>
public sealed partial class Talk
{
    /// <summary>Writes down what is prepared for a part.</summary>
    /// <param name="part">The part of the outline.</param>
    /// <param name="text">The text, Markdown; empty to take it away.</param>
    /// <param name="isShown">Whether listeners may read it before the meeting.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">The talk ended.</exception>
    public PreparedPart Prepare(OutlinePart part, string? text, bool isShown, Instant at)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (Ending is not null)
            throw new InvalidOperationException("What ended is not prepared any more.");
        var place = _prepared.Find(p => p.PartId == part.Id);
        if (place is null)
        {
            place = new PreparedPart(part);
            _prepared.Add(place);
        }

        place.Write(part, text, isShown, at);
        return place;
    }

    /// <summary>Whether a part is prepared: something is written for it, and code lies beside the talk if the part is about code.</summary>
    public bool HasPrepared(OutlinePart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return _prepared.Exists(p => p.PartId == part.Id && p.Text.Length > 0) && (!part.WantsCode || _materials.Exists(m => m.Kind is MaterialKind.Code));
    }

    /// <summary>Looks at what is prepared after a change of it, of what lies beside the talk, or of the outline.</summary>
    /// <param name="outline">All parts that a talk must cover; nothing to prepare if there are none.</param>
    /// <param name="by">Whose change it was.</param>
    /// <param name="at">When.</param>
    public void Review(IReadOnlyCollection<OutlinePart> outline, Member? by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(outline);
        if (!IsAhead)
            return;
        var ready = outline.Count > 0 && outline.All(HasPrepared);
        if (ready && PreparedAt is null)
        {
            PreparedAt = at;
            if (State is TalkState.Confirmed)
                State = TalkState.Ready;
            Note(TalkStepKind.Prepared, by, at);
        }
        else if (!ready && PreparedAt is not null)
        {
            PreparedAt = null;
            if (State is TalkState.Ready)
                State = TalkState.Confirmed;
        }
    }
}
