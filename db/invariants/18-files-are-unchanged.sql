-- A stored file has the hash it is stored by.
-- ru: Хеш хранимого файла — тот, под которым он хранится.
select encode(sha256, 'hex') as sha256 from stored_file where sha256(body) <> stored_file.sha256 or length(body) <> byte_length;
