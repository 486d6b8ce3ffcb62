using Microsoft.Extensions.Localization;
using Whalepaper.Meetings.Attending;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Meetings;

/// <summary>How one gets into a meeting from afar: an invitation as it was copied, or its parts.</summary>
/// <param name="Pasted">An invitation of Tencent Meeting or Zoom as it was copied; then the other fields do not count.</param>
/// <param name="Link">An http or https address.</param>
/// <param name="Number">The meeting's number there.</param>
/// <param name="Passcode">What is asked for at the door.</param>
public sealed record JoinForm(
    [Longest(JoinText.Maximum), Lines] string? Pasted, [Longest(JoinLink.UrlMaximum)] string? Link, [Longest(JoinLink.CodeMaximum)] string? Number, [Longest(JoinLink.CodeMaximum)] string? Passcode);

/// <summary>What commands read out of it.</summary>
internal static class JoinReading
{
    /// <summary>What the audit log says of a way in: where it leads, and never by what number and passcode.</summary>
    public static string Said(this JoinLink? way) => way is null ? "no join link" : $"join link, {way.Place}";

    /// <summary>The way in that was sent; null where something is wrong, which is said beside its field.</summary>
    public static JoinLink? ReadJoinLink(this Submission<JoinForm> sent, IStringLocalizer<ComingTexts> words)
    {
        var form = sent.Form;
        if (!string.IsNullOrWhiteSpace(form.Pasted))
        {
            var read = JoinText.Read(form.Pasted);
            if (read is null)
                sent.Refuse("pasted", words["Join.Pasted.Nothing"]);
            return sent.IsSound ? read : null;
        }

        if (form.Link?.Trim() is { Length: > 0 } link && !JoinLink.IsAddress(link))
            sent.Refuse("link", words["Join.Link.Wrong"]);
        else if (string.IsNullOrWhiteSpace(form.Link) && string.IsNullOrWhiteSpace(form.Number))
            sent.Refuse("pasted", words["Join.Nothing"]);
        return sent.IsSound ? new JoinLink(form.Link, form.Number, form.Passcode) : null;
    }
}
