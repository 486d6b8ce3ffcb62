using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Talks;

/// <summary>What lies beside a talk: links are added here, and everything is changed and taken away here.</summary>
public static class MaterialEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapMaterials(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/talks/{id:int}/materials", Act.TakePart, "addMaterial", "Lay a link beside a talk", AddAsync);
        doors.Open("PUT", "/materials/{id:int}", Act.TakePart, "changeMaterial", "Say what a material is and who may see it", ChangeAsync);
        doors.Open("DELETE", "/materials/{id:int}", Act.TakePart, "removeMaterial", "Take a material away", RemoveAsync);
    }

    private static async Task<IResult> AddAsync(
        int id, Submission<LinkForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<TalkTexts> words, IStringLocalizer<FormTexts> forms)
    {
        var talk = await db.TalkWithMaterialsAsync(id, http.RequestAborted);
        if (talk is null || !http.Actor().MayLayBeside(talk.Presenters.Select(p => p.MemberId)))
            return TypedResults.NotFound();
        var (kind, title) = (MaterialReading.Kind(sent, "kind", sent.Form.Kind, forms), MaterialReading.Title(sent, "title", sent.Form.Title, forms));
        var isPublic = MaterialReading.IsPublic(sent, "public", sent.Form.Public, forms);
        var link = sent.Form.Link?.Trim() ?? "";
        if (!SafeLink.IsWeb(link) || !SafeLink.IsSafe(link))
            sent.Refuse("link", link.Length == 0 ? forms["Form.Missing"] : forms["Form.NoAddress"]);
        if (talk.Materials.Count >= Talk.MaterialsMaximum)
            sent.Refuse(Submission.Whole, words["Material.TooMany", Talk.MaterialsMaximum]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{id}");
        var now = clock.GetCurrentInstant();
        var me = await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted);
        var material = talk.Attach(kind, title, link, now, me, isPublic);
        Note(db, AuditActs.MaterialAdded, http.Actor(), talk, material, null, Said(material), now);
        await db.ReviewAsync(talk, me, now, http.RequestAborted);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{id}?done=laid", new LaidResource(material.Id));
    }

    private static async Task<IResult> ChangeAsync(int id, Submission<MaterialForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<FormTexts> forms)
    {
        if (await FindAsync(id, http, db) is not var (talk, material))
            return TypedResults.NotFound();
        var (kind, title) = (MaterialReading.Kind(sent, "kind", sent.Form.Kind, forms), MaterialReading.Title(sent, "title", sent.Form.Title, forms));
        var isPublic = MaterialReading.IsPublic(sent, "public", sent.Form.Public, forms);
        if (!sent.IsSound)
            return sent.Refused(http, $"/materials/{id}");
        var before = Said(material);
        material.Change(kind, title, isPublic);
        await db.ReviewAsync(talk, null, clock.GetCurrentInstant(), http.RequestAborted);
        if (!string.Equals(before, Said(material), StringComparison.Ordinal))
            Note(db, AuditActs.MaterialChanged, http.Actor(), talk, material, before, Said(material), clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{talk.Id}?done=changed");
    }

    // Its file stays for a day, unseen: see the sweep.
    private static async Task<IResult> RemoveAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        if (await FindAsync(id, http, db) is not var (talk, material))
            return TypedResults.NotFound();
        talk.Detach(material);
        await db.ReviewAsync(talk, null, clock.GetCurrentInstant(), http.RequestAborted);
        Note(db, AuditActs.MaterialRemoved, http.Actor(), talk, material, Said(material), null, clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{talk.Id}?done=removed");
    }

    private static async Task<(Talk Talk, Material Material)?> FindAsync(int id, HttpContext http, WhalepaperDb db)
    {
        var talkId = await db.Materials.Where(m => m.Id == id).Select(m => (int?)m.TalkId).SingleOrDefaultAsync(http.RequestAborted);
        if (talkId is null || await db.TalkWithMaterialsAsync(talkId.Value, http.RequestAborted) is not { } talk || talk.Materials.FirstOrDefault(m => m.Id == id) is not { } material)
            return null;
        return http.Actor().MayChangeMaterial(material.AddedById, talk.Presenters.Select(p => p.MemberId)) ? (talk, material) : null;
    }

    /// <summary>Writes down what the committee does at somebody else's talk; what presenters do at their own is theirs.</summary>
    internal static void Note(WhalepaperDb db, string act, Actor who, Talk talk, Material material, string? before, string? after, Instant now)
    {
        if (!talk.Presenters.Any(p => who.Is(p.MemberId)))
            db.Add(new AuditEntry(act, who.MemberId, material.AddedById, material.Title, before, after, now));
    }

    internal static string Said(Material material) => $"{material.Kind}, {(material.IsPublic ? "public" : "members")}, {material.Title}";
}

/// <summary>What was laid beside a talk.</summary>
/// <param name="Material">Its number.</param>
public sealed record LaidResource(int Material);
