using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Members.Access;
using Whalepaper.Settings;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Talks;

/// <summary>Files that are laid beside a talk. They are read as they come: a film costs no more memory than a note.</summary>
public static partial class UploadEndpoints
{
    // What the fields and the frame of a form may take besides the file.
    private const long Frame = 64 * 1024;

    /// <summary>Adds the command.</summary>
    public static void MapUploads(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.OpenStream("POST", "/talks/{id:int}/files", Act.TakePart, "uploadMaterial", "Lay a file beside a talk", "file", ((long)SettingsCatalogue.FileMegabytes.Most * FileSize.Megabyte) + (4 * FileSize.Megabyte), UploadAsync);
    }

    private static async Task<IResult> UploadAsync(
        int id, Submission<UploadForm> sent, HttpContext http, WhalepaperDb db, DataSettings settings, IFileStore store, IClock clock, IStringLocalizer<TalkTexts> words, IStringLocalizer<FormTexts> forms, ILogger<UploadForm> logger)
    {
        var presenters = await db.TalkPresenters.Where(p => p.TalkId == id).Select(p => p.MemberId).ToListAsync(http.RequestAborted);
        if (presenters.Count == 0 || !http.Actor().MayLayBeside(presenters))
            return TypedResults.NotFound();
        var kind = MaterialReading.Kind(sent, "fileKind", sent.Form.FileKind, forms);
        var isPublic = MaterialReading.IsPublic(sent, "filePublic", sent.Form.FilePublic, forms);
        if (await db.Materials.CountAsync(m => m.TalkId == id, http.RequestAborted) >= Talk.MaterialsMaximum)
            sent.Refuse(Submission.Whole, words["Material.TooMany", Talk.MaterialsMaximum]);
        // Who only asks for a talk has nothing to lay files beside yet.
        if (await db.Talks.AnyAsync(t => t.Id == id && t.State == TalkState.Asked, http.RequestAborted))
            sent.Refuse("file", words["Upload.Asked"]);
        var megabytes = (int)SettingsCatalogue.FileMegabytes.Of(await db.SettingsAsync(http.RequestAborted));
        // Whoever sends more is told before all of it came.
        if (http.Request.ContentLength > (megabytes * FileSize.Megabyte) + Frame)
            sent.Refuse("file", words["Upload.TooLarge", megabytes]);
        var file = http.Features.Get<StreamedFile>();
        if (file is not { Field: "file" })
            sent.Refuse("file", words["Upload.Missing"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{id}");
        try
        {
            await using var received = await ReceiveAsync(file!, megabytes, sent, settings, clock, words, http.RequestAborted);
            if (received is null || await StoreAsync(received, file!, sent, store, clock, words, http.RequestAborted) is not { } stored)
                return sent.Refused(http, $"/talks/{id}");
            return await LayAsync(id, kind, isPublic, stored, sent, http, db, clock, words);
        }
        catch (FileStoreException failure)
        {
            NotKept(logger, failure);
            sent.Refuse("file", words["Upload.NotKept"]);
            return sent.NotNow(http, $"/talks/{id}");
        }
        catch (Exception broken) when (broken is OperationCanceledException or (IOException and not BadHttpRequestException) && (http.RequestAborted.IsCancellationRequested || broken is not OperationCanceledException))
        {
            // It broke off: nothing is left, and mostly nobody is there to be told.
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<ReceivedFile?> ReceiveAsync(
        StreamedFile file, int megabytes, Submission sent, DataSettings settings, IClock clock, IStringLocalizer<TalkTexts> words, CancellationToken cancellation)
    {
        ReceivedFile? received = null;
        try
        {
            received = await ReceivedFile.ReceiveAsync(settings, file.Content, megabytes * FileSize.Megabyte, clock.GetCurrentInstant(), cancellation);
            if (await file.IsLastAsync(cancellation))
                return received;
            sent.Refuse("file", words["Upload.NotLast"]);
        }
        catch (FileTooLargeException)
        {
            sent.Refuse("file", words["Upload.TooLarge", megabytes]);
        }
        catch
        {
            if (received is not null)
                await received.DisposeAsync();
            throw;
        }

        if (received is not null)
            await received.DisposeAsync();
        return null;
    }

    // Looks at it from all sides; what is taken goes to the store. Null after a fault.
    private static async Task<StoredFile?> StoreAsync(ReceivedFile received, StreamedFile file, Submission sent, IFileStore store, IClock clock, IStringLocalizer<TalkTexts> words, CancellationToken cancellation)
    {
        FileSort? sort;
        await using (var content = received.Open())
            sort = await FileSorting.FindAsync(content, cancellation);
        if (sort is null)
            sent.Refuse("file", words[received.Length == 0 ? "Upload.Empty" : "Upload.UnknownSort"]);
        else if (FileName.For(sort.Value, file.Name) is not { } name)
            sent.Refuse("file", words["Upload.OtherName", Path.GetExtension(file.Name), sort.Value.Endings()[0]]);
        else
        {
            var (key, now) = (FileKey.Make(clock.GetCurrentInstant()), clock.GetCurrentInstant());
            await store.KeepAsync(key, received, cancellation);
            return new StoredFile(key, name, sort.Value, received.Length, received.Sha256, now);
        }

        return null;
    }

    // While it came, the talk may have changed: it is asked for anew. If this fails, the file is nobody's, and the sweep finds it.
    private static async Task<IResult> LayAsync(
        int id, MaterialKind kind, bool isPublic, StoredFile stored, Submission<UploadForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<TalkTexts> words)
    {
        if (await db.TalkWithMaterialsAsync(id, http.RequestAborted) is not { } talk || !http.Actor().MayLayBeside([.. talk.Presenters.Select(p => p.MemberId)]))
            return TypedResults.NotFound();
        if (talk.Materials.Count >= Talk.MaterialsMaximum)
        {
            sent.Refuse(Submission.Whole, words["Material.TooMany", Talk.MaterialsMaximum]);
            return sent.Refused(http, $"/talks/{id}");
        }

        var me = await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted);
        var title = OneLine.Of(sent.Form.FileTitle ?? "") is { Length: > 0 } said ? said : Path.GetFileNameWithoutExtension(stored.Name);
        var now = clock.GetCurrentInstant();
        var material = talk.Attach(kind, title, stored, me, isPublic, now);
        await db.ReviewAsync(talk, me, now, http.RequestAborted);
        MaterialEndpoints.Note(db, AuditActs.MaterialAdded, http.Actor(), talk, material, null, MaterialEndpoints.Said(material), now);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{id}?done=laid", new LaidResource(material.Id));
    }

    [LoggerMessage(LogLevel.Error, "An upload could not be kept.")]
    private static partial void NotKept(ILogger logger, Exception failure);
}
