using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices.Board;

/// <summary>A notice. Of one that went out, only its title and text can be changed.</summary>
/// <param name="Title">What it is about, on one line.</param>
/// <param name="Text">The text, Markdown.</param>
/// <param name="To"><c>standings</c> or <c>people</c>.</param>
/// <param name="Standings">The places on the ladder that it is for: <c>open</c>, <c>candidate</c>, <c>inner</c>, <c>former</c>.</param>
/// <param name="Track">Of these, only who follows this track: its code.</param>
/// <param name="Topic">Of these, only who shares in this topic: its number.</param>
/// <param name="People">The handles of those that it is for, with blanks or commas between them.</param>
/// <param name="Mail">Whether it goes out by mail too: <c>yes</c> or <c>no</c>.</param>
/// <param name="Chats">Whether it goes into the group's chats too: <c>yes</c> or <c>no</c>.</param>
/// <param name="Public">Whether everybody may read it: <c>yes</c>, <c>no</c>, or <c>usual</c> for whether it is for everybody in the group.</param>
/// <param name="When"><c>now</c> or <c>later</c>.</param>
/// <param name="Date">The day on which it goes out, such as 2026-12-24.</param>
/// <param name="Time">The hour at which it goes out, such as 20:30.</param>
/// <param name="Zone">The tzdb zone of day and hour; the writer's own if none is given.</param>
/// <param name="Then"><c>save</c> to keep it as a draft, or <c>send</c>.</param>
/// <param name="Version">The version that was looked at, to be told if somebody else was faster.</param>
public sealed record NoticeForm(
    [Longest(GroupNotice.TitleMaximum)] string? Title, [Longest(GroupNotice.TextMaximum), Lines] string? Text, string? To, [Most(8)] string[] Standings, string? Track, string? Topic, [Longest(4000), Lines] string? People,
    string? Mail, string? Chats, string? Public, string? When, string? Date, string? Time, [Unseen] string? Zone, [Unseen] string? Then, [Unseen] string? Version);

/// <summary>The version that was looked at.</summary>
/// <param name="Version">The version, to be told if somebody else was faster.</param>
public sealed record LookedAtForm([Unseen] string? Version);

/// <summary>A notice that was saved.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="State">How far it is.</param>
/// <param name="EditWaits">Whether it went out, and changed words wait for somebody else of the committee to take them over.</param>
public sealed record SavedNotice(int Id, NoticeState State, bool EditWaits)
{
    internal static SavedNotice Of(GroupNotice notice) => new(notice.Id, notice.State, notice.EditWaits);
}
