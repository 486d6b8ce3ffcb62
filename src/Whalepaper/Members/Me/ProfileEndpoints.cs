using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Members.Accounts;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Me;

/// <summary>What a member tells of themselves.</summary>
public static class ProfileEndpoints
{
    /// <summary>The most links of a profile.</summary>
    public const int MostLinks = 8;

    /// <summary>Adds the command.</summary>
    public static void MapProfile(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/me/profile", Act.KeepOwnAccount, "saveProfile", "Save one's own profile: what is not sent is emptied", SaveAsync);
    }

    private static async Task<IResult> SaveAsync(
        Submission<ProfileForm> sent, HttpContext http, WhalepaperDb db, IStringLocalizer<MemberTexts> words, IStringLocalizer<AccountTexts> accounts, IStringLocalizer<FormTexts> forms, IClock clock)
    {
        var form = sent.Form;
        sent.RequireName(form.Name, words);
        var links = (form.Links ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (links.FirstOrDefault(link => !Member.IsLink(link)) is { } wrong)
            sent.Refuse("links", words["Profile.Links.Wrong", wrong]);
        else if (links.Length > MostLinks)
            sent.Refuse("links", words["Profile.Links.Many", MostLinks]);
        if (form.Readers is not ("everyone" or "members"))
            sent.Refuse("readers", forms["Form.Choose"]);
        if (form.Language is not (null or "" or "zh-CN" or "en"))
            sent.Refuse("language", forms["Form.Choose"]);
        if (form.Zone is { Length: > 0 } zone && ViewerReading.FindZone(zone) is null)
            sent.Refuse("zone", accounts["Join.Zone.Unknown"]);
        var tracks = await db.Tracks.Where(t => form.Tracks.Contains(t.Code)).Select(t => t.Id).ToListAsync(http.RequestAborted);
        if (tracks.Count != form.Tracks.Distinct(StringComparer.Ordinal).Count())
            sent.Refuse("tracks", accounts["Join.Tracks.Unknown"]);
        if (!sent.IsSound)
            return sent.Refused(http);

        var id = http.Actor().MemberId;
        var me = await db.Members.Include(m => m.Follows).SingleAsync(m => m.Id == id, http.RequestAborted);
        me.Rename(form.Name!);
        me.Introduce(form.Bio, form.Interests, links);
        me.ShowTo(form.Readers is "members" ? ProfileReaders.Members : ProfileReaders.Everyone);
        me.LiveIn(form.Language is { Length: > 0 } ? form.Language : null, form.Zone is { Length: > 0 } ? form.Zone : null);
        me.Follow(tracks, clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/me/profile?done=saved");
    }
}

/// <summary>What a member tells of themselves.</summary>
/// <param name="Name">What the group calls them.</param>
/// <param name="Bio">A few words, Markdown.</param>
/// <param name="Interests">What they like to read about.</param>
/// <param name="Links">http and https addresses, one a line.</param>
/// <param name="Tracks">Codes of the tracks that they follow.</param>
/// <param name="Readers">Who may open the profile: <c>everyone</c> or <c>members</c>.</param>
/// <param name="Language">How they are written to: <c>zh-CN</c>, <c>en</c>, or nothing for the group's.</param>
/// <param name="Zone">The tzdb zone in which they live, or nothing for the group's.</param>
public sealed record ProfileForm(
    [Longest(PersonName.Maximum)] string? Name, [Longest(2000), Lines] string? Bio, string? Interests, [Longest(2000), Lines] string? Links, string[] Tracks, string? Readers, string? Language, string? Zone);
