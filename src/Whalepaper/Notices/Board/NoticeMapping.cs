using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Notices.Board;

internal sealed class GroupNoticeMapping : IEntityTypeConfiguration<GroupNotice>
{
    public void Configure(EntityTypeBuilder<GroupNotice> builder)
    {
        builder.Property(n => n.Version).IsConcurrencyToken();
        builder.Ignore(n => n.Audience).Ignore(n => n.Occasion).Ignore(n => n.IsAhead).Ignore(n => n.CanDelete).Ignore(n => n.CanCancel).Ignore(n => n.IsForChats).Ignore(n => n.EditWaits);
        // What the start page asks for, and the worker.
        builder.HasIndex(n => new { n.State, n.IsPublic, n.PublishedAt });
        builder.HasIndex(n => new { n.State, n.At });
        builder.HasOne<Track>().WithMany().HasForeignKey(n => n.TrackId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Topic>().WithMany().HasForeignKey(n => n.TopicId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(n => n.WrittenById).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(n => n.People).WithOne().HasForeignKey(p => p.NoticeId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(n => n.Revisions).WithOne().HasForeignKey(r => r.NoticeId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class NoticePersonMapping : IEntityTypeConfiguration<NoticePerson>
{
    public void Configure(EntityTypeBuilder<NoticePerson> builder)
    {
        builder.ToTable("NoticePeople");
        builder.HasKey(p => new { p.NoticeId, p.MemberId });
        builder.HasOne<Member>().WithMany().HasForeignKey(p => p.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class NoticeRevisionMapping : IEntityTypeConfiguration<NoticeRevision>
{
    public void Configure(EntityTypeBuilder<NoticeRevision> builder)
    {
        builder.ToTable("NoticeRevisions");
        builder.HasIndex(r => new { r.NoticeId, r.Number }).IsUnique();
    }
}

internal sealed class NoticeTellingMapping : IEntityTypeConfiguration<NoticeTelling>
{
    public void Configure(EntityTypeBuilder<NoticeTelling> builder)
    {
        builder.HasKey(t => t.NoticeId);
        builder.Property(t => t.NoticeId).ValueGeneratedNever();
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Ignore(t => t.IsOpen);
        builder.HasOne(t => t.Notice).WithOne().HasForeignKey<NoticeTelling>(t => t.NoticeId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(t => new { t.DoneAt, t.StoppedAt });
    }
}

internal sealed class NoticeReadingMapping : IEntityTypeConfiguration<NoticeReading>
{
    public void Configure(EntityTypeBuilder<NoticeReading> builder)
    {
        // However often it is opened, it was read once.
        builder.HasKey(r => new { r.NoticeId, r.MemberId });
        builder.HasOne<GroupNotice>().WithMany().HasForeignKey(r => r.NoticeId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(r => r.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class NoticeTemplateMapping : IEntityTypeConfiguration<NoticeTemplate>
{
    public void Configure(EntityTypeBuilder<NoticeTemplate> builder)
    {
        builder.HasKey(t => new { t.Kind, t.Language });
        builder.Property(t => t.Version).IsConcurrencyToken();
    }
}
